using Operator.Core.Budgets;
using Operator.Core.Counters;
using Operator.Core.Evidence;

namespace Operator.Evidence.Counters;

/// <summary>Cuts counted growth into slices and into the chart's points.</summary>
internal sealed class GrowthSlicer(WeightedGrowth errors, WeightedGrowth total, IReadOnlyList<ScrapeHistory> scrapes)
{
    // Less is not traffic: what interpolation leaves of nothing.
    private const double NoEvents = 1e-9;

    // Where a fall hides less of a slice, its share is hardly another one.
    private const double LeastUnseen = 0.2;

    public IReadOnlyList<SliSlice> Slices(TimeRange incident, double seconds) => [.. TimeSlices.Lay(incident, TimeSpan.FromSeconds(seconds)).Select(Slice)];

    public IReadOnlyList<SliPoint> Chart(TimeRange range, double interval)
    {
        var step = Math.Max(Math.Ceiling(range.Seconds / ChartPoints.MaxPoints), interval);
        return [.. TimeSlices.Lay(range, TimeSpan.FromSeconds(step)).Where(r => r.Seconds >= step * 0.999).Take(ChartPoints.MaxPoints).Select(r => ChartPoints.Of(Slice(r)))];
    }

    private SliSlice Slice(TimeRange range)
    {
        if (scrapes.Any(s => s.CoveredSeconds(range) < range.Seconds / 2))
        {
            return new SliSlice { Start = range.Start, Seconds = range.Seconds, HasData = false };
        }

        var counts = new EventCounts(errors.In(range), total.In(range));
        var (unseenErrors, unseen) = (errors.Unseen(range), total.Unseen(range));
        var likely = unseen > LeastUnseen * counts.Total || unseenErrors > LeastUnseen * counts.Errors ? new EventCounts(counts.Errors + unseenErrors, counts.Total + unseen) : counts;
        return new SliSlice
        {
            Start = range.Start,
            Seconds = range.Seconds,
            Counts = counts,
            ErrorRatio = likely.Total > NoEvents ? Math.Clamp(likely.Errors / likely.Total, 0, 1) : null,
        };
    }
}
