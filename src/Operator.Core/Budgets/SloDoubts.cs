using System.Globalization;
using Operator.Api;
using Operator.Core.Evidence;

namespace Operator.Core.Budgets;

/// <summary>What makes an objective's figures doubtful though each of them could be computed.</summary>
internal static class SloDoubts
{
    // What two ways of counting the same events may differ by: extrapolation, and samples that a short range misses.
    private const double MostDifference = 3;

    private const int FewestSlices = 4;
    private const double FarMore = 20;

    // Of fewer events than this, chance decides.
    private const double EnoughEvents = 10;

    // Larger than any count that a double holds exactly.
    private const double Most = 9e15;

    /// <summary>Targets that look like ratios.</summary>
    /// <param name="slo">The objective.</param>
    public static IEnumerable<string> OfTargets(SloSpec slo)
    {
        (string Field, double? Percent)[] targets = [("objective", slo.Objective), ("sla", slo.Sla), ("timeSlice.target", slo.TimeSlice?.Target)];
        foreach (var (field, percent) in targets)
        {
            if (percent is { } value && SloTerms.LooksLikeARatio(value) is { } meant)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{field} is {value:0.############} %, which is less than 1 %; was {meant} meant?");
            }
        }
    }

    /// <summary>Whether a few slices outweigh all others, as no traffic does; null when they do not.</summary>
    /// <param name="evidence">What was read.</param>
    /// <param name="whole">The same, checked, over the whole incident.</param>
    public static string? OfSlices(SloEvidence evidence, BudgetInputs whole) => Sliced(evidence, whole) is null ? null : Spike(evidence.Slices);

    /// <summary>The incident's events slice by slice, where that contradicts what was counted at once; null where it does not, or where single slices explain it.</summary>
    /// <param name="evidence">What was read.</param>
    /// <param name="whole">The same, checked, over the whole incident.</param>
    public static EventCounts? Contradicting(SloEvidence evidence, BudgetInputs whole) =>
        OccurrencesCalculator.WhyNoEvents(whole) is null && Sliced(evidence, whole) is { } sliced && whole.Incident is { } counted && Spike(evidence.Slices) is null && (Differ(counted.Total, sliced.Total) || Differ(counted.Errors, sliced.Errors)) ? sliced : null;

    /// <summary>By how much two counts of the same events may differ, which were counted in two ways.</summary>
    public static double Tolerance(double a, double b) => (MostDifference - 1) * Math.Min(a, b);

    private static EventCounts? Sliced(SloEvidence evidence, BudgetInputs whole) =>
        whole.Contradiction is not null || whole.Incident is null || IncidentCoverage.MissingSeconds(whole.Slices, whole.IncidentSeconds) > 0 ? null : SumOf(evidence.Slices);

    // Of methods that weigh by events and by time, only slices with more events than all others can move one that far from the other.
    private static string? Spike(IReadOnlyList<SliSlice> slices)
    {
        if (slices.Count < FewestSlices)
        {
            return null;
        }

        var highest = slices[0];
        var totals = new List<double>(slices.Count);
        foreach (var slice in slices)
        {
            totals.Add(slice.Counts!.Value.Total);
            highest = slice.Counts.Value.Total > highest.Counts!.Value.Total ? slice : highest;
        }

        totals.Sort();
        var (usual, most) = (totals[totals.Count / 2], highest.Counts!.Value.Total);
        var (spikes, rest) = (0.0, 0.0);
        foreach (var total in totals)
        {
            (spikes, rest) = total > FarMore * usual ? (spikes + total, rest) : (spikes, rest + total);
        }

        return usual >= EnoughEvents && spikes > rest
            ? string.Create(CultureInfo.InvariantCulture, $"methods contradict each other: the slice at {Instants.Text(highest.Start)} has far more events than the others ({most:0}, usually {usual:0}), and outweighs them; a counter that falls by a hair, as where samples of replicas are mixed, counts as restarted in rate() and increase()")
            : null;
    }

    private static EventCounts? SumOf(IReadOnlyList<SliSlice> slices)
    {
        var (errors, totals) = (new List<double>(slices.Count), new List<double>(slices.Count));
        foreach (var slice in slices)
        {
            if (slice.Counts is not { } counts)
            {
                return null;
            }

            errors.Add(counts.Errors);
            totals.Add(counts.Total);
        }

        return slices.Count == 0 ? null : new EventCounts(Sum(errors), Sum(totals));
    }

    // The last bits of a sum depend on its order, and slices come in any.
    private static double Sum(List<double> numbers)
    {
        numbers.Sort();
        var sum = 0.0;
        foreach (var number in numbers)
        {
            sum += number;
        }

        return sum;
    }

    /// <summary>Whether two counts of the same events differ by more than that.</summary>
    public static bool Differ(double a, double b) => Math.Min(a, b) >= 0 && Math.Max(a, b) is >= EnoughEvents and < Most && Math.Abs(a - b) > Tolerance(a, b);
}
