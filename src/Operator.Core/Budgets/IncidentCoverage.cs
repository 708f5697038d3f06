using Operator.Core.Evidence;
using Operator.Core.Incidents;

namespace Operator.Core.Budgets;

/// <summary>Whether enough of the incident was recorded for a figure to mean something.</summary>
internal static class IncidentCoverage
{
    /// <summary>The share of the incident that may be missing; a figure over less would be a guess.</summary>
    public const double MostMissing = 0.1;

    /// <summary>Seconds of the incident for which there is no data, within slices or outside any.</summary>
    public static double MissingSeconds(IReadOnlyList<BudgetSlice> slices, double incidentSeconds) =>
        Math.Max(0, incidentSeconds - slices.Where(s => s.HasData).Total(s => s.Seconds));

    /// <summary>By what a sum over slices is multiplied, so that what is missing, a tenth at most, is taken to be as the rest.</summary>
    public static double Unseen(IReadOnlyList<BudgetSlice> slices, double incidentSeconds)
    {
        var missing = MissingSeconds(slices, incidentSeconds);
        return missing >= 1 && missing < incidentSeconds ? incidentSeconds / (incidentSeconds - missing) : 1;
    }

    /// <summary>The same without gaps that have data on both sides and that counters bridge.</summary>
    public static double NotBridgedSeconds(BudgetInputs inputs)
    {
        var slices = inputs.Slices;
        var seconds = slices.Total(s => s.Seconds);
        var uncovered = Math.Max(0, inputs.IncidentSeconds - seconds);
        if (slices.Count == 0)
        {
            // Where samples are too far apart for slices, gaps are all that is known.
            return inputs.LostGaps.Total(g => (g.End - g.Start).TotalSeconds);
        }

        if (!slices.Any(s => s.HasData))
        {
            return seconds + uncovered;
        }

        List<BudgetSlice> first = [.. slices.TakeWhile(s => !s.HasData)];
        List<BudgetSlice> last = [.. slices.Reverse().TakeWhile(s => !s.HasData)];
        var from = slices[first.Count].Start;
        var to = last.Count > 0 ? last[^1].Start : DateTimeOffset.MaxValue;
        return first.Total(s => s.Seconds) + last.Total(s => s.Seconds) + uncovered
            + inputs.LostGaps.Total(g => Math.Max(0, (Instants.Min(g.End, to) - Instants.Max(g.Start, from)).TotalSeconds));
    }

    /// <summary>Why slices give no figure; null when they do.</summary>
    public static string? WhyNot(IReadOnlyList<BudgetSlice> slices, BudgetInputs inputs)
    {
        if (slices.Count == 0)
        {
            return inputs.Problem ?? "Prometheus gave no data for the incident";
        }

        var missing = MissingSeconds(slices, inputs.IncidentSeconds);
        if (missing > MostMissing * inputs.IncidentSeconds)
        {
            return Missing(missing, inputs);
        }

        return slices.Any(s => s.ErrorRatio is not null) ? null : "there was no traffic during the incident";
    }

    /// <summary>Says how much is missing, and where most of it is.</summary>
    public static string Missing(double seconds, BudgetInputs inputs) =>
        $"Prometheus has no data for {Text(seconds)} of the incident's {Text(inputs.IncidentSeconds)}{Where(inputs)}";

    private static string Where(BudgetInputs inputs)
    {
        if (inputs.LostGaps.InOrder((a, b) => (b.End - b.Start).CompareTo(a.End - a.Start)) is [var lost, ..])
        {
            return $": no counter has a sample from {Instants.Text(lost.Start)} to {Instants.Text(lost.End)}, and {(lost.IsUnknown ? "whether they went on after it is not known" : "they began again after it")}, so that nothing tells what happened meanwhile; "
                + "an indicator that does not fall silent with the service, such as one of its ingress or of up, would tell";
        }

        return LongestRun(inputs.Slices) is { } gap && gap.Seconds < inputs.IncidentSeconds ? $": none from {Instants.Text(gap.Start)} to {Instants.Text(gap.End)}" : "";
    }

    private static TimeRange? LongestRun(IReadOnlyList<BudgetSlice> slices)
    {
        TimeRange? longest = null;
        DateTimeOffset? start = null;
        foreach (var slice in slices)
        {
            start = slice.HasData ? null : start ?? slice.Start;
            if (start is { } from && new TimeRange(from, Instants.Add(slice.Start, TimeSpan.FromSeconds(slice.Seconds))) is var run && !(longest?.Seconds >= run.Seconds))
            {
                longest = run;
            }
        }

        return longest;
    }

    private static string Text(double seconds) => DurationFormat.Format(DurationFormat.ToMillisecond(seconds));
}
