using Operator.Core.Evidence;
using Operator.Core.Sums;

namespace Operator.Evidence.Sums;

/// <summary>Chooses between what was counted at once over the window before an incident, which misses least, and what its steps add up to.</summary>
internal static class WholeOrSteps
{
    // More than this was counted while the series were out of sight, and in no step.
    public const double MostLost = 1.2;
    private const double FewErrors = 10;
    private const double MostlyCovered = 0.99;

    // Where samples are far apart, a step holds a fall 0.8 to 1.3 times.
    private const double ExtrapolationError = 0.3;
    private const double MostError = 0.05;

    // Where nobody knows what a query makes of a counter that fell, or a fall lies between two steps so that it is in none, the steps are the count.
    public static WindowCounts? Whole(IndicatorSums sums, KeptSums known, SumTimeline timeline, WindowFigures figures, TimeRange range, bool mayHoldFall)
    {
        if (sums.StepsOverlap)
        {
            return known.Counts is null ? null : Scaled(known.Counts, known.Falls ?? [], timeline);
        }

        var counts = known.TrueCounts();
        if (counts is not null && known.Falls is { Count: > 0 } falls && sums.Falls?.AreSigns == false && figures.IsComplete && IsMostlyFalls(counts.Counts, falls))
        {
            var summed = timeline.CountsIn(counts.Range);
            return counts with { Counts = summed with { Errors = summed.Errors + counts.FirstErrors } };
        }

        return counts is not null && figures.IsComplete
            && ((sums.Falls?.AreSigns == true && known.Falls is { Count: > 0 })
                || (mayHoldFall && timeline.Steps.Count(s => s.Events is not null) > MostlyCovered * timeline.Steps.Count && IsMore(Moved(counts, timeline, range), counts.FirstErrors, timeline.CountsIn(range)))) ? null : counts;
    }

    // All that counters had is extrapolated a little differently in a step and in the whole: of much, that little is more than what was counted.
    private static bool IsMostlyFalls(EventCounts left, IReadOnlyList<CounterFall> falls) =>
        ExtrapolationError * falls.Sum(f => f.Excess.Errors) > MostError * left.Errors || ExtrapolationError * falls.Sum(f => f.Excess.Total) > MostError * left.Total;

    // First values of new series are in no step.
    public static bool IsMore(EventCounts whole, double first, EventCounts summed) =>
        whole.Total > MostLost * summed.Total || whole.Errors - first > (MostLost * summed.Errors) + FewErrors;

    // What a fall adds to a step, it adds to the whole.
    private static WindowCounts Scaled(WindowCounts counted, IReadOnlyList<CounterFall> falls, SumTimeline timeline)
    {
        var left = timeline.CountsIn(counted.Range);
        var fell = falls.Where(f => f.Range.Start >= counted.Range.Start && f.Range.End <= counted.Range.End).ToList();
        return fell.Count == 0 ? counted : counted with
        {
            Counts = new EventCounts(
                Share(counted.Counts.Errors, left.Errors, fell.Sum(f => f.Excess.Errors)),
                Share(counted.Counts.Total, left.Total, fell.Sum(f => f.Excess.Total))),
        };

        static double Share(double all, double left, double excess) => excess > 0 ? all * left / (left + excess) : all;
    }

    // The window moves with an ongoing incident, and a person may move the incident's start: steps tell what came and went.
    public static EventCounts Moved(WindowCounts counted, SumTimeline timeline, TimeRange range)
    {
        var left = timeline.CountsIn(new TimeRange(counted.Range.Start, range.Start > counted.Range.Start ? range.Start : counted.Range.Start));
        var came = timeline.CountsIn(new TimeRange(counted.Range.End, range.End > counted.Range.End ? range.End : counted.Range.End));
        var cut = timeline.CountsIn(new TimeRange(range.End < counted.Range.End ? range.End : counted.Range.End, counted.Range.End));
        return new EventCounts(
            Math.Max(0, counted.Counts.Errors - left.Errors + came.Errors - cut.Errors),
            Math.Max(0, counted.Counts.Total - left.Total + came.Total - cut.Total));
    }
}
