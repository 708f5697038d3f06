using Operator.Core.Evidence;

namespace Operator.Evidence;

/// <summary>Keeps the chart small.</summary>
internal static class ChartPoints
{
    /// <summary>At most 300 points: neighbours are averaged, a stretch without any value stays a gap.</summary>
    public static IReadOnlyList<SliPoint> Downsample(IReadOnlyList<SliPoint> points)
    {
        var size = (points.Count + GrowthSlicer.MaxPoints - 1) / GrowthSlicer.MaxPoints;
        return size <= 1
            ? points
            : [.. points.Chunk(size).Select(chunk => new SliPoint(chunk[^1].At, chunk.Average(p => p.Value)))];
    }
}
