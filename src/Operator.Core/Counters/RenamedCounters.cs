namespace Operator.Core.Counters;

/// <summary>
/// Finds counters that go on under other labels, as after an upgrade that writes le="1.0" for le="1", or a label that was added: one series ends, and another of the same process
/// begins with a value that no new counter has.
/// </summary>
/// <param name="series">All series.</param>
/// <param name="intervalSeconds">The usual distance of scrapes; 0 when it is not known.</param>
internal sealed class RenamedCounters(IReadOnlyCollection<CounterSeries> series, double intervalSeconds)
{
    private const double LongestSeconds = 300;
    private const double Intervals = 3.5;

    // What was counted between the two is little beside what it had.
    private const double MostlyTheSame = 0.5;

    private readonly ILookup<string, CounterSeries> _byProcess = series.Where(s => s.Samples.Count > 0).ToLookup(s => s.Process, StringComparer.Ordinal);
    private readonly HashSet<CounterSeries> _found = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether a series was found to go on as another one.</summary>
    public bool WentOn(CounterSeries one) => _found.Contains(one);

    /// <summary>The last sample of the series that went on as this one; null when there is none.</summary>
    /// <param name="next">A series with a first value that is too large for a new counter.</param>
    public CounterSample? Before(CounterSeries next)
    {
        var first = next.Samples[0];
        var earliest = first.Milliseconds - (1000 * Math.Max(LongestSeconds, Intervals * intervalSeconds));
        var before = _byProcess[next.Process]
            .Where(s => !_found.Contains(s) && s.Samples[^1] is var last && last.Milliseconds < first.Milliseconds && last.Milliseconds >= earliest && last.Value <= first.Value)
            .MaxBy(s => s.Samples[^1].Value);
        if (before is null || before.Samples[^1].Value < MostlyTheSame * first.Value)
        {
            return null;
        }

        _found.Add(before);
        return before.Samples[^1];
    }
}
