using System.Globalization;
using Operator.Core.Evidence;

namespace Operator.Core.Budgets;

/// <summary>Checks slices and cuts them to a stretch of time, so that they are sorted, do not overlap and hold ratios from 0 to 1.</summary>
/// <param name="range">The stretch.</param>
/// <param name="kind">How the indicator is measured.</param>
internal sealed class SliceChecker(TimeRange range, SliKind kind)
{
    private const double Tolerance = 1e-6;

    /// <summary>What is wrong with a ratio, if something is.</summary>
    public string? Contradiction { get; private set; }

    public IReadOnlyList<BudgetSlice> Check(IEnumerable<SliSlice> slices)
    {
        var result = new List<BudgetSlice>();
        var free = range.Start;
        foreach (var slice in slices
            .Where(s => s.Seconds is > 0 and < 1e9)
            .InOrder(ByRatio))
        {
            var start = Instants.Max(slice.Start, free);
            var end = Instants.Min(Instants.Add(slice.Start, TimeSpan.FromSeconds(slice.Seconds)), range.End);
            if (end <= start)
            {
                continue;
            }

            result.Add(new BudgetSlice(start, (end - start).TotalSeconds, Ratio(slice), slice.HasData, Bounds(slice, (end - start).TotalSeconds)));
            free = end;
        }

        return result;
    }

    /// <summary>The events of the slices, each in proportion to its part in the stretch; null when a slice has none.</summary>
    public EventCounts? Sum(IEnumerable<SliSlice> slices)
    {
        var sum = new EventCounts(0, 0);
        foreach (var slice in slices.Where(s => s.Seconds is > 0 and < 1e9).InOrder(ByCounts))
        {
            var start = Instants.Max(slice.Start, range.Start);
            var end = Instants.Min(Instants.Add(slice.Start, TimeSpan.FromSeconds(slice.Seconds)), range.End);
            if (end <= start)
            {
                continue;
            }

            if (slice.Counts is not { } counts)
            {
                return null;
            }

            var share = (end - start).TotalSeconds / slice.Seconds;
            sum = new EventCounts(sum.Errors + (counts.Errors * share), sum.Total + (counts.Total * share));
        }

        return sum;
    }

    private static int ByRatio(SliSlice a, SliSlice b) =>
        ByTime(a, b) is var time and not 0 ? time
        : Sequences.Compare(a.ErrorRatio, b.ErrorRatio) is var ratio and not 0 ? ratio
        : a.HasData.CompareTo(b.HasData);

    private static int ByCounts(SliSlice a, SliSlice b) =>
        ByTime(a, b) is var time and not 0 ? time
        : Sequences.Compare(a.Counts?.Total, b.Counts?.Total) is var total and not 0 ? total
        : Sequences.Compare(a.Counts?.Errors, b.Counts?.Errors);

    private static int ByTime(SliSlice a, SliSlice b) => a.Start.CompareTo(b.Start) is var start and not 0 ? start : a.Seconds.CompareTo(b.Seconds);

    // Of a slice that is cut, the part that is gone may have been all bad or all good.
    private static (double Least, double Most)? Bounds(SliSlice slice, double seconds) =>
        slice is { LeastBadSeconds: >= 0 and { } least, MostBadSeconds: >= 0 and { } most }
            ? (Math.Clamp(least - (slice.Seconds - seconds), 0, seconds), Math.Min(Math.Max(least, most), seconds))
            : null;

    private double? Ratio(SliSlice slice)
    {
        if (!slice.HasData || slice.ErrorRatio is not { } ratio || double.IsNaN(ratio))
        {
            return null;
        }

        // Two counters that are scraped at different moments may drift apart within a slice; their sums are checked apart.
        var slack = kind == SliKind.Raw ? Tolerance : double.PositiveInfinity;
        if (ratio < -Tolerance || ratio > 1 + slack || double.IsInfinity(ratio))
        {
            Contradiction ??= string.Create(CultureInfo.InvariantCulture, $"the error ratio at {Instants.Text(slice.Start)} is {ratio:0.######}, not between 0 and 1; is it a percentage, or the share of good events?");
            return null;
        }

        return Math.Clamp(ratio, 0, 1);
    }
}
