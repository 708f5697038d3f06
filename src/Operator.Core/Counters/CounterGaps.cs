using Operator.Core.Evidence;

namespace Operator.Core.Counters;

/// <summary>Finds stretches in which none of a group of counters has a sample, and tells whether the counters went on after them.</summary>
internal static class CounterGaps
{
    // More than three intervals: a distance of four on an even grid, with room for scrapes that jitter.
    private const double Intervals = 3.5;

    // Of what counted before the gap, so much may have begun again without making the count wrong.
    private const double MostLost = 0.1;

    /// <summary>Finds the gaps.</summary>
    /// <param name="series">All counters.</param>
    /// <param name="times">Every moment at which one of them has a sample, sorted, in milliseconds.</param>
    /// <param name="interval">The usual distance of scrapes in milliseconds.</param>
    public static IReadOnlyList<SampleGap> Find(IReadOnlyCollection<CounterSeries> series, IReadOnlyList<long> times, long interval)
    {
        var gaps = new List<SampleGap>();
        for (var i = 1; i < times.Count; i++)
        {
            if (times[i] - times[i - 1] > Intervals * interval && IsInterrupted(series, times[i - 1], times[i], interval))
            {
                gaps.Add(new SampleGap(Time(times[i - 1]), Time(times[i]), WentOn(series, times[i - 1], times[i], interval)));
            }
        }

        return gaps;
    }

    // Of jobs that are scraped at different intervals, the sparse ones may be all that is left, and an interval may be changed: then nothing is missing.
    private static bool IsInterrupted(IReadOnlyCollection<CounterSeries> series, long before, long after, long interval)
    {
        var (asUsual, ended, began) = (false, false, false);
        foreach (var samples in series.Select(s => s.Samples))
        {
            var next = FirstAfter(samples, before);
            if (next > 0 && next < samples.Count)
            {
                if (!IsAsUsual(samples, next))
                {
                    return true;
                }

                asUsual = true;
            }

            ended |= next == samples.Count && next > 0 && samples[^1].Milliseconds >= before - (Intervals * interval);
            began |= next == 0 && samples.Count > 0 && samples[0].Milliseconds <= after + (Intervals * interval);
        }

        // Where some ended as others began, they may be the same processes by other names.
        return !asUsual || (ended && began);
    }

    private static bool IsAsUsual(IReadOnlyList<CounterSample> samples, int next) =>
        !CounterGrowth.IsRestart(samples[next - 1].Value, samples[next].Value)
        && samples[next].Milliseconds - samples[next - 1].Milliseconds <= Intervals * SampleSpacing.Around(i => samples[i].Milliseconds, samples.Count, next);

    private static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private static bool WentOn(IReadOnlyCollection<CounterSeries> series, long before, long after, long interval)
    {
        var (all, lost) = (0.0, 0.0);
        foreach (var one in series)
        {
            var next = FirstAfter(one.Samples, before);
            if (next == 0 || one.Samples[next - 1].Milliseconds < before - (Intervals * interval))
            {
                // It was not there when the gap began.
                continue;
            }

            // Counters that stood still count among each other.
            var weight = Growth(one.Samples, next) + 1e-9;
            all += weight;
            lost += next < one.Samples.Count && one.Samples[next].Milliseconds <= after + (Intervals * interval)
                && !CounterGrowth.IsRestart(one.Samples[next - 1].Value, one.Samples[next].Value) ? 0 : weight;
        }

        return lost <= MostLost * all;
    }

    private static double Growth(IReadOnlyList<CounterSample> samples, int count)
    {
        var height = new CounterGrowth();
        var growth = 0.0;
        for (var i = 0; i < count; i++)
        {
            growth += height.GrowTo(samples[i].Value);
        }

        return growth;
    }

    private static int FirstAfter(IReadOnlyList<CounterSample> samples, long time)
    {
        var (low, high) = (0, samples.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = samples[middle].Milliseconds <= time ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
