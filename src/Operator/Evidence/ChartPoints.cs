using Operator.Core.Evidence;

namespace Operator.Evidence;

/// <summary>Keeps the chart small.</summary>
internal static class ChartPoints
{
    /// <summary>The chart of an incident whose slices are known, with what lies around it.</summary>
    public static IReadOnlyList<SliPoint> Of(IEnumerable<SliPoint> before, IEnumerable<SliSlice> slices, IEnumerable<SliPoint> after) =>
        Downsample([.. before, .. slices.Select(s => new SliPoint(s.Start.AddSeconds(s.Seconds), s.HasData ? 1 - s.ErrorRatio : null)), .. after]);

    /// <summary>At most 300 points: neighbours are averaged, a stretch without any value stays a gap.</summary>
    public static IReadOnlyList<SliPoint> Downsample(IReadOnlyList<SliPoint> points)
    {
        var size = (points.Count + GrowthSlicer.MaxPoints - 1) / GrowthSlicer.MaxPoints;
        return size <= 1
            ? points
            : [.. points.Chunk(size).Select(chunk => new SliPoint(chunk[^1].At, chunk.Average(p => p.Value)))];
    }
}
