using Operator.Core.Evidence;

namespace Operator.Core.Counters;

/// <summary>When the processes behind a group of series were scraped: tells a gap from silence, and a new series from an old one.</summary>
public sealed class ScrapeHistory
{
    // Prometheus itself looks back five minutes before it says that a series is gone.
    private const long LookbackMilliseconds = 300_000;

    private readonly long[] _all;
    private readonly Dictionary<string, long[]> _byProcess;
    private readonly long _interval;
    private readonly HashSet<long> _lost;

    /// <summary>Takes in every series of the group.</summary>
    /// <param name="series">All series that the same processes expose.</param>
    public ScrapeHistory(IReadOnlyCollection<CounterSeries> series)
    {
        ArgumentNullException.ThrowIfNull(series);
        _byProcess = series
            .GroupBy(s => s.Process, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.SelectMany(s => s.Samples).Select(s => s.Milliseconds).Distinct().Order().ToArray(), StringComparer.Ordinal);
        _all = [.. _byProcess.Values.SelectMany(t => t).Distinct().Order()];
        IntervalSeconds = SampleSpacing.MedianSeconds(series.Select(s => (IReadOnlyList<long>)[.. s.Samples.Select(x => x.Milliseconds)]));
        _interval = (long)((IntervalSeconds ?? 60) * 1000);
        Gaps = CounterGaps.Find(series, _all, _interval);
        _lost = [.. Gaps.Where(g => !g.Bridged).Select(g => g.Start.ToUnixTimeMilliseconds())];
    }

    /// <summary>The stretches in which no series of the group has a sample, oldest first.</summary>
    public IReadOnlyList<SampleGap> Gaps { get; }

    /// <summary>The usual distance of scrapes in seconds; null when it cannot be told.</summary>
    public double? IntervalSeconds { get; }

    /// <summary>Where a series that has its first sample at a time began to count, or null when its first value may be old.</summary>
    /// <param name="process">Who exposes it.</param>
    /// <param name="first">The time of its first sample.</param>
    /// <returns>The latest moment at which it did not exist yet, and whether the process itself was known then.</returns>
    public (long Before, bool ProcessKnown)? Birth(string process, long first)
    {
        // Scrapes of several processes are staggered within an interval: what begins with the data is not born.
        if (_all.Length == 0 || first <= _all[0] + (_interval * 3 / 2))
        {
            return null;
        }

        return Previous(_byProcess[process], first) is { } own
            ? (own, true)
            : (first - _interval, false);
    }

    /// <summary>How many seconds of a stretch lie between scrapes that are close enough to each other to tell what happened.</summary>
    /// <param name="range">The stretch.</param>
    public double CoveredSeconds(TimeRange range)
    {
        if (_all.Length == 0)
        {
            return 0;
        }

        var (start, end) = (range.Start.ToUnixTimeMilliseconds(), range.End.ToUnixTimeMilliseconds());
        var longestGap = Math.Max(LookbackMilliseconds, 4 * _interval);
        var covered = Overlap(_all[0] - _interval, _all[0]) + Overlap(_all[^1], _all[^1] + (_interval * 3 / 2));
        var index = Array.BinarySearch(_all, start);
        for (var i = Math.Max(1, index >= 0 ? index : ~index); i < _all.Length && _all[i - 1] < end; i++)
        {
            covered += _all[i] - _all[i - 1] <= longestGap && !_lost.Contains(_all[i - 1]) ? Overlap(_all[i - 1], _all[i]) : 0;
        }

        return covered / 1000d;

        long Overlap(long from, long to) => Math.Max(0, Math.Min(to, end) - Math.Max(from, start));
    }

    private static long? Previous(long[] times, long before)
    {
        var index = Array.BinarySearch(times, before);
        index = index >= 0 ? index : ~index;
        return index == 0 ? null : times[index - 1];
    }
}
