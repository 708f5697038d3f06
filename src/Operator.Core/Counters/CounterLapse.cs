using Operator.Core.Evidence;

namespace Operator.Core.Counters;

/// <summary>A stretch in which one counter had no sample while others had, and after which it began again: nothing tells what it counted meanwhile.</summary>
/// <param name="Range">From its last sample before to the first one after.</param>
/// <param name="Events">What it would have counted if it had gone on as before.</param>
public sealed record CounterLapse(TimeRange Range, double Events)
{
    // As for a gap of all counters.
    private const double Intervals = 3.5;

    private const int RateSteps = 5;

    /// <summary>Finds the lapses of a counter.</summary>
    /// <param name="samples">Its samples, by time.</param>
    /// <param name="incident">Where they are looked for.</param>
    /// <param name="intervalSeconds">The usual distance of scrapes.</param>
    public static IEnumerable<CounterLapse> Find(IReadOnlyList<CounterSample> samples, TimeRange incident, double intervalSeconds)
    {
        var (start, end) = (incident.Start.ToUnixTimeMilliseconds(), incident.End.ToUnixTimeMilliseconds());
        for (var i = 1; i < samples.Count; i++)
        {
            var (before, after) = (samples[i - 1], samples[i]);
            if (after.Milliseconds > start && before.Milliseconds < end
                && after.Milliseconds - before.Milliseconds > 1000 * Intervals * intervalSeconds
                && CounterGrowth.IsRestart(before.Value, after.Value))
            {
                // What it has counted since it began again is known.
                var within = Math.Min(after.Milliseconds, end) - Math.Max(before.Milliseconds, start);
                yield return new CounterLapse(
                    new TimeRange(DateTimeOffset.FromUnixTimeMilliseconds(before.Milliseconds), DateTimeOffset.FromUnixTimeMilliseconds(after.Milliseconds)),
                    Math.Max(0, (RateBefore(samples, i - 1) * within) - after.Value));
            }
        }
    }

    private static double RateBefore(IReadOnlyList<CounterSample> samples, int last)
    {
        var height = new CounterGrowth();
        var growth = 0.0;
        var first = Math.Max(0, last - RateSteps);
        for (var i = first; i <= last; i++)
        {
            growth += height.GrowTo(samples[i].Value);
        }

        return first == last ? 0 : growth / (samples[last].Milliseconds - samples[first].Milliseconds);
    }
}
