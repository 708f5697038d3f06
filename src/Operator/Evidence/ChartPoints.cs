using Operator.Core.Evidence;

namespace Operator.Evidence;

/// <summary>Keeps the chart small.</summary>
internal static class ChartPoints
{
    /// <summary>How many points a chart has at most.</summary>
    public const int MaxPoints = 300;

    /// <summary>The chart of an incident whose slices are known, with what lies around it.</summary>
    public static IReadOnlyList<SliPoint> Of(IEnumerable<SliPoint> before, IEnumerable<SliSlice> slices, IEnumerable<SliPoint> after) =>
        Downsample([.. before, .. slices.Select(Of), .. after]);

    /// <summary>A slice as a point.</summary>
    public static SliPoint Of(SliSlice slice) => new(
        slice.Start.AddSeconds(slice.Seconds),
        slice.HasData ? 1 - slice.ErrorRatio : null,
        slice.HasData ? slice.Counts?.Total / slice.Seconds : null,
        slice.HasData ? slice.Counts?.Errors / slice.Seconds : null);

    /// <summary>At most 300 points: neighbours are averaged, a stretch without any value stays a gap.</summary>
    public static IReadOnlyList<SliPoint> Downsample(IReadOnlyList<SliPoint> points)
    {
        var size = (points.Count + MaxPoints - 1) / MaxPoints;
        return size <= 1
            ? points
            : [.. points.Chunk(size).Select(chunk => new SliPoint(chunk[^1].At, chunk.Average(p => p.Value), chunk.Average(p => p.Total), chunk.Average(p => p.Errors)))];
    }
}
