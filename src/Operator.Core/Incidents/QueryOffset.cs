using Operator.Core.Evidence;

namespace Operator.Core.Incidents;

/// <summary>
/// How far a rule looks back (query_offset; Mimir's evaluation delay). Its samples are stamped with the time that was looked at, while the
/// value of ALERTS_FOR_STATE is the time of the evaluation: the first sample of an activation shows both.
/// </summary>
public static class QueryOffset
{
    /// <summary>What can be an offset; more is a value that means nothing.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>The offset that active-at values show; null when none of them stands at an activation.</summary>
    /// <param name="activeAt">The values with the samples that had them.</param>
    /// <returns>Whole seconds from 0.</returns>
    internal static TimeSpan? Measure(IEnumerable<ActiveAt> activeAt) => Each(activeAt).Values.Select(o => (TimeSpan?)o).Max();

    /// <summary>The offset of each activation that shows it, by its value.</summary>
    /// <param name="activeAt">The values with the samples that had them.</param>
    internal static IReadOnlyDictionary<DateTimeOffset, TimeSpan> Each(IEnumerable<ActiveAt> activeAt)
    {
        var offsets = new Dictionary<DateTimeOffset, TimeSpan>();
        foreach (var active in activeAt)
        {
            // The value has whole seconds, cut. One that is older than its sample by more was restored after a restart, or its beginning was not read.
            var seconds = Math.Ceiling((active.Value - Instants.Min(active.Run.First, active.Run.Last)).TotalSeconds);
            if (seconds >= 0 && seconds <= Longest.TotalSeconds && !(offsets.TryGetValue(active.Value, out var known) && known.TotalSeconds >= seconds))
            {
                offsets[active.Value] = TimeSpan.FromSeconds(seconds);
            }
        }

        return offsets;
    }
}
