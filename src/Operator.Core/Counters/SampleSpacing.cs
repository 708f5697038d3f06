namespace Operator.Core.Counters;

/// <summary>How far apart samples usually are.</summary>
public static class SampleSpacing
{
    /// <summary>The median distance of adjacent samples over all series, which a few gaps do not move.</summary>
    /// <param name="series">The sample times of each series in milliseconds, sorted.</param>
    /// <returns>Seconds; null when no series has two samples.</returns>
    public static double? MedianSeconds(IEnumerable<IReadOnlyList<long>> series) => QuantileSeconds(series, 0.5);

    /// <summary>The distance of adjacent samples that a share of the distances does not exceed.</summary>
    /// <param name="series">The sample times of each series in milliseconds, sorted.</param>
    /// <param name="share">From 0 to 1.</param>
    /// <returns>Seconds; null when no series has two samples.</returns>
    public static double? QuantileSeconds(IEnumerable<IReadOnlyList<long>> series, double share)
    {
        ArgumentNullException.ThrowIfNull(series);
        var distances = series.SelectMany(times => times.Zip(times.Skip(1), (a, b) => b - a)).Where(d => d > 0).Order().ToList();
        return distances.Count == 0 ? null : distances[Math.Min(distances.Count - 1, (int)(distances.Count * share))] / 1000d;
    }
}
