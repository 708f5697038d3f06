namespace Operator.Core.Counters;

/// <summary>How far apart samples usually are.</summary>
public static class SampleSpacing
{
    /// <summary>The median distance of adjacent samples over all series, which a few gaps do not move.</summary>
    /// <param name="series">The sample times of each series in milliseconds, sorted.</param>
    /// <returns>Seconds; null when no series has two samples.</returns>
    public static double? MedianSeconds(IEnumerable<IReadOnlyList<long>> series) => QuantileSeconds(series, 0.5);

    private const int Neighbours = 5;
    private const int FewestNeighbours = 3;

    /// <summary>
    /// The usual distance of samples before or after a place, whichever is longer: scrapes may be further apart than they were.
    /// </summary>
    /// <param name="time">The time of each sample, sorted.</param>
    /// <param name="count">How many samples there are.</param>
    /// <param name="index">The sample after the place.</param>
    /// <returns>In the unit of the times; null where there are too few neighbours.</returns>
    public static double? Around(Func<int, double> time, int count, int index)
    {
        ArgumentNullException.ThrowIfNull(time);
        return Longer(Median(Math.Max(1, index - Neighbours), index), Median(index + 1, Math.Min(count, index + 1 + Neighbours)));

        double? Median(int first, int end)
        {
            var distances = Enumerable.Range(first, Math.Max(0, end - first)).Select(i => time(i) - time(i - 1)).Order().ToList();
            return distances.Count < FewestNeighbours ? null : distances[distances.Count / 2];
        }

        static double? Longer(double? a, double? b) => a > b ? a : b ?? a;
    }

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
