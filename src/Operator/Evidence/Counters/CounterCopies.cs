using Operator.Core.Counters;
using Operator.Prometheus;

namespace Operator.Evidence.Counters;

/// <summary>
/// Takes counters once that several replicas of a server have scraped. A label that replicas are known by may tell counters of a service apart as
/// well, so that only series with the same values are copies.
/// </summary>
internal static class CounterCopies
{
    // Replicas scrape the same counter at different moments.
    private const double Tolerance = 0.01;
    private const double ToleratedSteps = 2.5;

    // Where the fullest copy has nothing, another one may have.
    private const double GapIntervals = 1.5;

    /// <summary>The replica labels by which series are copies of each other.</summary>
    /// <param name="series">The series of one selector.</param>
    /// <param name="replicaLabels">Labels that tell replicas of the source apart.</param>
    public static IReadOnlyList<string> Labels(IReadOnlyList<PrometheusSeries> series, IReadOnlyList<string> replicaLabels)
    {
        var differing = replicaLabels.Where(label => series.Select(s => s.Labels.GetValueOrDefault(label)).Distinct(StringComparer.Ordinal).Count() > 1).ToList();
        var groups = series.GroupBy(s => Key(s, differing), StringComparer.Ordinal).Where(g => g.Count() > 1).ToList();
        return groups.Count > 0 && groups.TrueForAll(g => AreCopies([.. g])) ? differing : [];
    }

    /// <summary>Each counter once.</summary>
    /// <param name="series">The series of one selector.</param>
    /// <param name="labels">What <see cref="Labels"/> told.</param>
    public static IReadOnlyList<PrometheusSeries> Once(IReadOnlyList<PrometheusSeries> series, IReadOnlyList<string> labels) => labels.Count == 0
        ? series
        : [.. series.GroupBy(s => Key(s, labels), StringComparer.Ordinal).Select(g => Merge([.. g.OrderByDescending(s => s.Samples.Count)]))];

    private static string Key(PrometheusSeries series, IReadOnlyList<string> without) => string.Join(
        '\u0001',
        series.Labels.Where(l => !without.Contains(l.Key, StringComparer.Ordinal)).OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}\u0002{l.Value}"));

    private static bool AreCopies(IReadOnlyList<PrometheusSeries> group) => group.Skip(1).All(other => AreCopies(group[0].Samples, other.Samples));

    private static bool AreCopies(IReadOnlyList<PrometheusSample> a, IReadOnlyList<PrometheusSample> b)
    {
        var largest = LargestStep(a);
        var (compared, equal) = (0, 0);
        var next = 0;
        foreach (var sample in b)
        {
            while (next < a.Count && a[next].Milliseconds < sample.Milliseconds)
            {
                next++;
            }

            if (next < a.Count && (next > 0 || a[next].Milliseconds == sample.Milliseconds))
            {
                compared++;
                equal += Math.Abs(a[next].Value - sample.Value) <= (ToleratedSteps * largest) + (Tolerance * sample.Value) ? 1 : 0;
            }
        }

        // A restart is seen by one replica sooner than by the other.
        return compared > 0 && equal >= 0.9 * compared;
    }

    private static double LargestStep(IReadOnlyList<PrometheusSample> samples)
    {
        var largest = 0.0;
        for (var i = 1; i < samples.Count; i++)
        {
            largest = Math.Max(largest, samples[i].Value - samples[i - 1].Value);
        }

        return largest;
    }

    private static PrometheusSeries Merge(IReadOnlyList<PrometheusSeries> copies)
    {
        var samples = copies[0].Samples.ToList();
        var interval = SampleSpacing.MedianSeconds([[.. samples.Select(s => s.Milliseconds)]]) ?? 0;
        foreach (var other in copies.Skip(1))
        {
            var known = samples.Select(s => s.Milliseconds).ToList();
            samples.AddRange(other.Samples.Where(s => Distance(known, s.Milliseconds) > GapIntervals * interval * 1000));
            samples.Sort((a, b) => a.Milliseconds.CompareTo(b.Milliseconds));
        }

        return copies[0] with { Samples = samples };
    }

    private static long Distance(List<long> times, long time)
    {
        var index = times.BinarySearch(time);
        index = index >= 0 ? index : ~index;
        return Math.Min(index < times.Count ? times[index] - time : long.MaxValue, index > 0 ? time - times[index - 1] : long.MaxValue);
    }
}
