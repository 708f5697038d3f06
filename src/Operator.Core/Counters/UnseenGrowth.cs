using Operator.Core.Evidence;

namespace Operator.Core.Counters;

/// <summary>
/// What a counter most likely counted while it fell by a hair. It is in no sample and is not counted; the share of failed events in a short slice would be wrong without it, where
/// only one of errors and total fell.
/// </summary>
/// <param name="Range">Between the sample before the fall and the one that is lower.</param>
/// <param name="PerSecond">Events a second, as between the samples before.</param>
internal readonly record struct UnseenGrowth(TimeRange Range, double PerSecond)
{
    /// <summary>Finds the falls of a counter.</summary>
    /// <param name="samples">Its samples, oldest first.</param>
    public static IEnumerable<UnseenGrowth> Find(IReadOnlyList<CounterSample> samples)
    {
        for (var i = 1; i < samples.Count; i++)
        {
            if (samples[i].Value < samples[i - 1].Value && !CounterGrowth.IsRestart(samples[i - 1].Value, samples[i].Value) && (Rate(i - 1) ?? Rate(i + 1)) is { } rate)
            {
                yield return new UnseenGrowth(new TimeRange(At(i - 1), At(i)), rate);
            }
        }

        DateTimeOffset At(int index) => DateTimeOffset.FromUnixTimeMilliseconds(samples[index].Milliseconds);

        double? Rate(int last) => last > 0 && last < samples.Count && samples[last].Value >= samples[last - 1].Value
            ? (samples[last].Value - samples[last - 1].Value) * 1000 / (samples[last].Milliseconds - samples[last - 1].Milliseconds)
            : null;
    }

    /// <summary>How much of it lies in a stretch.</summary>
    /// <param name="range">The stretch.</param>
    public double In(TimeRange range)
    {
        var (start, end) = (range.Start > Range.Start ? range.Start : Range.Start, range.End < Range.End ? range.End : Range.End);
        return Math.Max(0, (end - start).TotalSeconds) * PerSecond;
    }
}
