using System.Globalization;
using Operator.Api;
using Operator.Core.Budgets;
using Operator.Core.Documents.Model;
using Operator.Core.Incidents;
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
        Objective = FigureText.Target(slo.Objective),
        Window = Window(context, slo),
        Method = slo.Method.ToString(),
        Availability = Availability(slo),
        BudgetUsed = Used(context, slo),
        BudgetRemaining = Remaining(context, slo),
        BurnRate = slo.BurnRate is { } rate
            ? $"{rate.ToString("#,0.##", CultureInfo.InvariantCulture)} times the failures that the objective allows"
            : null,
        Counted = slo.Budget is { State: FigureState.Recorded } ? BudgetMethods.Counted(slo, context.Spec.Slos.FirstOrDefault(s => string.Equals(s.Name, slo.Name, StringComparison.Ordinal))) : null,
        Explanation = BudgetMethods.Explain(slo),
        ObjectiveMissed = Missed(context, slo),
        Budgets = slo.Budgets.All(b => b.State == FigureState.NotApplicable) ? [] : [.. slo.Budgets.Where(b => b.Method == slo.Method).Concat(slo.Budgets.Where(b => b.Method != slo.Method)).Select(b => Budget(context, slo, b))],
        Completeness = Completeness(context, slo),
        Messages = [.. slo.Messages.Where(m => m != slo.Budget?.Message).Select(m => context.Message(m, capital: true))],
        Chart = slo.Series.Count == 0 ? null : ChartFile(slo.Name, index),
        ChartDescription = slo.Series.Count == 0 ? null : $"The indicator {MarkdownText.Escape(slo.Name)} around the incident",
    };

    /// <summary>Such as "30 days" or "December 2025".</summary>
    public static string Window(DocumentContext context, SloReport slo) => IsMonthly(slo) ? Month(context) : WindowInWords(slo);

    /// <summary>Such as "the 30-day error budget" or "the error budget of December 2025".</summary>
    public static string Budget(DocumentContext context, SloReport slo) => IsMonthly(slo)
        ? $"the error budget of {Month(context)}"
        : WindowInWords(slo).Split(' ') is [var number, var unit] ? $"the {number}-{unit.TrimEnd('s')} error budget" : $"the error budget of {WindowInWords(slo)}";

    /// <summary>A file name from an objective's name; the name is a DNS label by the schema, but nothing here relies on it.</summary>
    public static string ChartFile(string name, int index)
    {
        var safe = name.Length is > 0 and <= 63 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
        return safe ? $"sli-{name}.svg" : string.Create(CultureInfo.InvariantCulture, $"sli-{index + 1}.svg");
    }

    private static bool IsMonthly(SloReport slo) => string.Equals(slo.Window, Monthly, StringComparison.Ordinal);

    private static string WindowInWords(SloReport slo) =>
        !PrometheusDuration.TryParse(slo.Window, out var length) || length <= TimeSpan.Zero ? MarkdownText.Escape(slo.Window)
        : length.Ticks % TimeSpan.TicksPerDay == 0 ? FigureText.InWords($"{length.Days}d")
        : FigureText.InWords(length);

    private static string Month(DocumentContext context) => context.Report.Incident is { } incident
        ? context.Clock.Local(Instants.Add(incident.End, -BudgetWindow.Moment)).ToString("MMMM yyyy", CultureInfo.InvariantCulture)
        : "the month";

    private static string Label(string name) =>
        name.Length > 0 ? MarkdownText.Escape(char.ToUpperInvariant(name[0]) + name[1..]) : "Indicator";

    private static string Availability(SloReport slo)
    {
        var objective = FigureText.Target(slo.Objective);
        if (slo.SliAveragePercent is not { } average)
        {
            return $"Not known (objective {objective})";
        }

        var level = FigureText.Level(average, slo.Objective);
        var minimum = slo.SliMinimumPercent is { } least && FigureText.Level(least, slo.Objective) is var worst && worst != level ? $", {worst} {Worst(slo)}" : "";
        var below = slo.SecondsBelowObjective is > 0 and { } seconds
            ? $"; below the objective of {objective} for {FigureText.Seconds(seconds)}"
            : $" (objective {objective})";
        return $"{(slo.BreachedDuringIncident == true ? "Dropped to " : "")}{level} on average over the incident{minimum}{below}";
    }

    // The chart may be finer, and show worse.
    private static string Worst(SloReport slo) => slo.SliceSeconds is { } seconds && DurationFormat.ToMillisecond(seconds) is var slice && slice > TimeSpan.Zero
        ? $"in the worst {BudgetMethods.One(slice)}"
        : "at worst";

    private static string Used(DocumentContext context, SloReport slo)
    {
        if (slo.Budget is not { State: FigureState.Recorded, ConsumedPercent: { } consumed })
        {
            return NoFigure(context, slo.Budget);
        }

        return slo.Budget.LeastConsumedPercent is { } least
            ? $"Between {FigureText.Headline(least)} and {FigureText.Headline(consumed)} of {Budget(context, slo)}"
            : $"{FigureText.Headline(consumed)} of {Budget(context, slo)}{BudgetMethods.Basis(slo, consumed)}";
    }

    private static string Remaining(DocumentContext context, SloReport slo)
    {
        if (slo.Budget is not { State: FigureState.Recorded, RemainingPercent: { } remaining })
        {
            // Why there is none at all is said one line above.
            return slo.Budget is { State: FigureState.Recorded } ? NoFigure(context, slo.Budget) : Words.Capital(Words.State(slo.Budget?.State ?? FigureState.NotApplicable));
        }

        var most = slo.Budget.MostRemainingPercent;
        var over = (most ?? remaining) < 0 ? ", overspent" : "";
        var end = context.Ongoing ? "now" : "at the incident's end";
        var share = most is { } upper ? $"Between {FigureText.Headline(remaining)} and {FigureText.Headline(upper)}" : FigureText.Headline(remaining);
        return $"{share} {end}, after all failures in the window{over}";
    }

    private static string NoFigure(DocumentContext context, BudgetFigure? figure)
    {
        var why = figure?.Message is { Length: > 0 } message ? ": " + context.Message(message) : "";
        return figure?.State switch
        {
            FigureState.Pending => $"Pending{why}",
            FigureState.Invalid => $"Invalid{why}",
            _ => $"Not known{why}",
        };
    }

    private static string? Missed(DocumentContext context, SloReport slo) => slo.ObjectiveMissed switch
    {
        true => $"Missed over {Window(context, slo)}",
        false => $"Still met over {Window(context, slo)}",
        null => null,
    };

    private static BudgetModel Budget(DocumentContext context, SloReport slo, BudgetFigure figure)
    {
        var why = figure.Message is { Length: > 0 } message ? $" ({context.Message(message)})" : "";
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

    private static string? Completeness(DocumentContext context, SloReport slo)
    {
        if (slo.Completeness != CompletenessState.Partial)
        {
            return null;
        }

        return slo.CompletenessMessage is { Length: > 0 } message
            ? context.Message(message)
            : "Prometheus holds a part of the window; figures are those of the part it holds";
    }
}
