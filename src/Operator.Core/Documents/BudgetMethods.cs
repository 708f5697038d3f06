using Operator.Api;
using Operator.Core.Budgets;
using Operator.Core.Reports;

namespace Operator.Core.Documents;

/// <summary>How the budgeting methods count, and why they give different figures, in words.</summary>
internal static class BudgetMethods
{
    /// <summary>How the chosen method counts.</summary>
    /// <param name="slo">The objective's figures.</param>
    /// <param name="spec">The objective; null when it is not in the spec any more.</param>
    public static string Counted(SloReport slo, SloSpec? spec) => slo.Method switch
    {
        BudgetingMethod.Timeslices when spec is not null => $"By Timeslices: each {Slice(spec)} below {FigureText.Target(SloTerms.SliceTarget(spec))} counts as entirely bad",
        BudgetingMethod.Timeslices => "By Timeslices: each slice of time below its target counts as entirely bad",
        BudgetingMethod.RatioTimeslices => "By RatioTimeslices: each minute counts by its share of failed requests",
        _ => "By Occurrences: each failed request counts",
    };

    /// <summary>What a figure is of what: " (12m of the 43m 12s that it allows)".</summary>
    public static string Basis(SloReport slo, double consumed)
    {
        if (slo.Method == BudgetingMethod.Occurrences)
        {
            return slo.Incident is { Errors: > 0 } counts && consumed > 0
                ? $" ({FigureText.Count(counts.Errors)} failed requests of the {FigureText.Count(counts.Errors * 100 / consumed)} that it allows)"
                : "";
        }

        var allowed = AllowedSeconds(slo);
        return allowed > 0 && double.IsFinite(consumed)
            ? $" ({FigureText.Seconds(allowed * consumed / 100)} of the {FigureText.Seconds(allowed)} that it allows)"
            : "";
    }

    /// <summary>Why the methods differ, with this incident's own figures; null where there is one figure at most.</summary>
    public static string? Explain(SloReport slo)
    {
        if (slo.Budgets.Count(b => b.State == FigureState.Recorded) < 2)
        {
            return null;
        }

        var bad = slo.SecondsBelowObjective is { } seconds ? $" (here {FigureText.Seconds(seconds)})" : "";
        var failed = slo.Incident is { Total: > 0 } counts
            ? $" (here {FigureText.Count(counts.Errors)} of {FigureText.Count(counts.Total)}, {FigureText.Headline(100 * counts.Errors / counts.Total)})"
            : "";
        return $"Timeslices counts a slice of time as entirely bad once it is below its target{bad}, however few requests failed in it. "
            + $"Occurrences counts the requests that failed{failed}. RatioTimeslices weighs each minute by its share of failed requests, whatever its traffic. While most requests succeed, the last two usually give less.";
    }

    /// <summary>A length of time of which there are many: "minute", "30 seconds".</summary>
    public static string One(TimeSpan length) => FigureText.InWords(length) is var text && text.StartsWith("1 ", StringComparison.Ordinal) && !text[2..].Contains(' ', StringComparison.Ordinal) ? text[2..] : text;

    private static string Slice(SloSpec spec) => One(SloTerms.SliceWindow(spec));

    private static double AllowedSeconds(SloReport slo) => (1 - (slo.Objective / 100)) * slo.WindowSeconds;
}
