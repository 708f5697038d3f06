using System.Globalization;
using Operator.Api;
using Operator.Core.Budgets;
using Operator.Core.Documents.Model;
using Operator.Core.Evidence;
using Operator.Core.Reports;

namespace Operator.Core.Documents;

/// <summary>What the incident did to one objective. Every budget figure names its method and its window.</summary>
internal static class SloSection
{
    private const string Monthly = "calendarMonth";

    public static SloModel Build(DocumentContext context, SloReport slo, int index) => new()
    {
        Name = MarkdownText.Escape(slo.Name),
        Label = Label(slo.Name),
        Objective = FigureText.Level(slo.Objective),
        Window = Window(context, slo),
        Method = slo.Method.ToString(),
        Availability = Availability(slo),
        BudgetUsed = Used(context, slo),
        BudgetRemaining = Remaining(context, slo),
        BurnRate = slo.BurnRate is { } rate
            ? $"{rate.ToString("#,0.##", CultureInfo.InvariantCulture)} times the rate that spends the budget exactly over its window"
            : null,
        ObjectiveMissed = Missed(context, slo),
        Budgets = [.. slo.Budgets.Where(b => b.Method == slo.Method).Concat(slo.Budgets.Where(b => b.Method != slo.Method)).Select(b => Budget(slo, b))],
        Completeness = Completeness(slo),
        Messages = Messages(slo),
        Chart = slo.Series.Count == 0 ? null : ChartFile(slo.Name, index),
        ChartDescription = slo.Series.Count == 0 ? null : $"The indicator {MarkdownText.Escape(slo.Name)} around the incident",
    };

    /// <summary>Such as "30d (rolling)" or "December 2025 (calendar month)".</summary>
    public static string Window(DocumentContext context, SloReport slo)
    {
        if (!string.Equals(slo.Window, Monthly, StringComparison.Ordinal))
        {
            return $"{MarkdownText.Escape(slo.Window)} (rolling)";
        }

        return context.Report.Incident is { } incident
            ? $"{context.Clock.Local(Instants.Add(incident.End, -BudgetWindow.Moment)).ToString("MMMM yyyy", CultureInfo.InvariantCulture)} (calendar month)"
            : "the calendar month";
    }

    /// <summary>A file name from an objective's name; the name is a DNS label by the schema, but nothing here relies on it.</summary>
    public static string ChartFile(string name, int index)
    {
        var safe = name.Length is > 0 and <= 63 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
        return safe ? $"sli-{name}.svg" : string.Create(CultureInfo.InvariantCulture, $"sli-{index + 1}.svg");
    }

    private static string Label(string name) =>
        name.Length > 0 ? MarkdownText.Escape(char.ToUpperInvariant(name[0]) + name[1..]) : "Indicator";

    private static string Availability(SloReport slo)
    {
        var objective = FigureText.Level(slo.Objective);
        if (slo.SliAveragePercent is not { } average)
        {
            return $"Not known (objective {objective})";
        }

        var level = FigureText.Level(average, slo.Objective);
        var minimum = slo.SliMinimumPercent is { } least ? $", {FigureText.Level(least, slo.Objective)} at worst" : "";
        var below = slo.SecondsBelowObjective is > 0 and { } seconds
            ? $"; {FigureText.Seconds(seconds)} of it in slices below the objective of {objective}"
            : $" (objective {objective})";
        return slo.BreachedDuringIncident == true
            ? $"Dropped to {level} on average over the incident{minimum}{below}"
            : $"{level} on average over the incident{minimum}{below}";
    }

    private static string Used(DocumentContext context, SloReport slo)
    {
        if (slo.Budget is not { State: FigureState.Recorded, ConsumedPercent: { } consumed })
        {
            return NoFigure(slo.Budget, slo);
        }

        return slo.Budget.LeastConsumedPercent is { } least
            ? $"Between {FigureText.Share(least)} and {FigureText.Share(consumed)} of the budget of {Window(context, slo)} by this incident, by {slo.Method}"
            : $"{FigureText.Share(consumed)} of the budget of {Window(context, slo)} by this incident, by {slo.Method}{Basis(slo, consumed)}";
    }

    private static string Basis(SloReport slo, double consumed)
    {
        if (slo.Method == BudgetingMethod.Occurrences)
        {
            return slo.Incident is { } counts
                ? $" ({FigureText.Count(counts.Errors)} bad of {FigureText.Count(counts.Total)} events in the incident)"
                : "";
        }

        var budget = (1 - (slo.Objective / 100)) * slo.WindowSeconds;
        return budget > 0 && double.IsFinite(consumed)
            ? $" ({FigureText.Seconds(budget * consumed / 100)} of {FigureText.Seconds(budget)})"
            : "";
    }

    private static string Remaining(DocumentContext context, SloReport slo)
    {
        if (slo.Budget is not { State: FigureState.Recorded, RemainingPercent: { } remaining })
        {
            return NoFigure(slo.Budget, slo);
        }

        var most = slo.Budget.MostRemainingPercent;
        var over = (most ?? remaining) < 0 ? ", overspent" : "";
        var end = context.Ongoing ? "now" : "at the incident's end";
        var share = most is { } upper ? $"Between {FigureText.Share(remaining)} and {FigureText.Share(upper)}" : FigureText.Share(remaining);
        return $"{share} of the budget of {Window(context, slo)} {end}, all causes counted, by {slo.Method}{over}";
    }

    private static string NoFigure(BudgetFigure? figure, SloReport slo)
    {
        var why = figure?.Message is { Length: > 0 } message ? ": " + MarkdownText.Escape(message) : "";
        return figure?.State switch
        {
            FigureState.Pending => $"Pending, by {slo.Method}{why}",
            FigureState.Invalid => $"Invalid, by {slo.Method}{why}",
            _ => $"Not applicable, by {slo.Method}{why}",
        };
    }

    private static string? Missed(DocumentContext context, SloReport slo) => slo.ObjectiveMissed switch
    {
        true => $"Missed over {Window(context, slo)}, by {slo.Method}",
        false => $"Still met over {Window(context, slo)}, by {slo.Method}",
        null => null,
    };

    private static BudgetModel Budget(SloReport slo, BudgetFigure figure)
    {
        var why = figure.Message is { Length: > 0 } message ? $" ({MarkdownText.Escape(message)})" : "";
        var none = (figure.State switch
        {
            FigureState.Pending => "pending",
            FigureState.Invalid => "invalid",
            _ => "not applicable",
        }) + why;
        var recorded = figure.State == FigureState.Recorded;
        return new BudgetModel
        {
            Method = figure.Method.ToString(),
            Chosen = figure.Method == slo.Method,
            Consumed = recorded && figure.ConsumedPercent is { } consumed ? Between(figure.LeastConsumedPercent, consumed) : none,
            Remaining = recorded && figure.RemainingPercent is { } remaining ? Between(remaining, figure.MostRemainingPercent ?? remaining) : recorded ? "not known" + why : none,
        };
    }

    private static string Between(double? least, double most) =>
        least is { } low && low < most ? $"{FigureText.Share(low)} to {FigureText.Share(most)}" : FigureText.Share(most);

    private static string? Completeness(SloReport slo)
    {
        if (slo.Completeness != CompletenessState.Partial)
        {
            return null;
        }

        return slo.CompletenessMessage is { Length: > 0 } message
            ? MarkdownText.Escape(message)
            : "Prometheus holds a part of the window; figures are those of the part it holds";
    }

    private static List<string> Messages(SloReport slo)
    {
        var messages = slo.Messages.Select(m => MarkdownText.Escape(m)).ToList();
        if (slo.CountSource is { } source)
        {
            messages.Insert(0, source switch
            {
                CountSource.RawSamples => "Events in the incident are counted from raw counter samples, those before it by increase(), which extrapolates.",
                CountSource.Increase => "Events are counted by increase(), which extrapolates.",
                _ => "Events are rates times seconds.",
            });
        }

        return messages;
    }
}
