namespace Operator.Core.Evidence;

/// <summary>Which stretch each point of a chart is about: a point tells only where it ends.</summary>
internal static class SliStretches
{
    // Points further apart than so many usual distances have a gap between them.
    private const double LongestInDistances = 2.5;

    /// <summary>The points that have a value, in order, with their stretches.</summary>
    /// <param name="series">The points.</param>
    /// <param name="hasValue">Whether a point has one.</param>
    public static IEnumerable<(TimeRange Range, SliPoint Point)> Of(IReadOnlyList<SliPoint> series, Func<SliPoint, bool> hasValue)
    {
        var sorted = series.InOrder(Compare);
        var usual = UsualDistance(sorted) ?? TimeSpan.FromMinutes(1);
        DateTimeOffset? last = null;
        foreach (var point in sorted)
        {
            if (!hasValue(point))
            {
                continue;
            }

            var start = last is { } before && point.At - before <= usual * LongestInDistances ? before : Instants.Add(point.At, -usual);
            yield return (new TimeRange(start, point.At), point);
            last = point.At;
        }
    }

    private static int Compare(SliPoint a, SliPoint b) =>
        a.At.CompareTo(b.At) is not 0 and var at ? at
        : Sequences.Compare(a.Value, b.Value) is not 0 and var value ? value
        : Sequences.Compare(a.Total, b.Total) is not 0 and var total ? total
        : Sequences.Compare(a.Errors, b.Errors);

    /// <summary>The usual distance of points in order; null where there are no two.</summary>
    public static TimeSpan? UsualDistance(IReadOnlyList<SliPoint> sorted)
    {
        List<long> distances = [];
        for (var i = 1; i < sorted.Count; i++)
        {
            if ((sorted[i].At - sorted[i - 1].At).Ticks is > 0 and var distance)
            {
                distances.Add(distance);
            }
        }

        distances.Sort();
        return distances.Count == 0 ? null : TimeSpan.FromTicks(distances[distances.Count / 2]);
    }
}
