using Operator.Core.Evidence;

namespace Operator.Evidence.Counters;

/// <summary>
/// Finds slices of an incident that may be bad or good. What was counted between two samples is spread evenly between them, so that errors that began or ended
/// close to a slice's edge lie partly in the slice beside it, which was good.
/// </summary>
/// <param name="badAbove">The error ratio above which a slice is bad.</param>
/// <param name="intervalSeconds">How far apart samples are.</param>
/// <param name="errors">The failed events of a stretch.</param>
internal sealed class UncertainSlices(double badAbove, double intervalSeconds, Func<TimeRange, double> errors)
{
    // The same as where slices are judged: rounding must not make a slice bad.
    private const double Tolerance = 1e-9;

    // Between two bad slices, errors that spill over from a neighbour are less than half of its errors.
    private const double LeastOfNeighbour = 2;

    /// <summary>How many slices that are taken for bad may be good.</summary>
    public int Count(IReadOnlyList<SliSlice> slices)
    {
        var open = Enumerable.Range(0, slices.Count).Where(i => IsOpen(slices, i)).ToHashSet();

        // Of two bad slices without bad neighbours, one holds the errors.
        foreach (var i in open.Where(i => open.Contains(i + 1) && !IsBadAt(slices, i - 1) && !IsBadAt(slices, i + 2)).ToList())
        {
            open.Remove(slices[i].ErrorRatio > slices[i + 1].ErrorRatio ? i : i + 1);
        }

        return open.Count;
    }

    private bool IsBadAt(IReadOnlyList<SliSlice> slices, int index) => index >= 0 && index < slices.Count && slices[index].ErrorRatio > badAbove + Tolerance;

    private bool IsOpen(IReadOnlyList<SliSlice> slices, int index)
    {
        var (left, right) = (IsBadAt(slices, index - 1), IsBadAt(slices, index + 1));
        if (!IsBadAt(slices, index) || (!left && !right))
        {
            return false;
        }

        // At the ends of the incident, the samples outside tell what lies within.
        var isEdge = left != right && index > 0 && index < slices.Count - 1;
        var fromLeft = left && (isEdge || slices[index - 1].ErrorRatio >= LeastOfNeighbour * slices[index].ErrorRatio);
        var fromRight = right && (isEdge || slices[index + 1].ErrorRatio >= LeastOfNeighbour * slices[index].ErrorRatio);
        return (fromLeft || fromRight) && MayBeGood(slices[index], fromLeft ? intervalSeconds : 0, fromRight ? intervalSeconds : 0);
    }

    // Without what was counted across its edges to bad neighbours.
    private bool MayBeGood(SliSlice slice, double before, double after)
    {
        if (slice.Counts is not { Total: > 0 } counts)
        {
            return false;
        }

        var (start, end) = (slice.Start.AddSeconds(before), slice.Start.AddSeconds(slice.Seconds - after));
        return end <= start || errors(new TimeRange(start, end)) <= (badAbove + Tolerance) * counts.Total;
    }
}
