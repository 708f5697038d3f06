namespace Operator.Runtime.Watching;

/// <summary>Waits that double with each failure, drawn between a tenth of the bound and the bound, and start anew after a healthy time.</summary>
internal sealed class ReflectorBackoff(ReflectorOptions options, TimeProvider time, Jitter jitter)
{
    private const double SmallestShare = 0.1;

    private int _failures;
    private long? _lastFailure;
    private bool _wasUnreachable;

    /// <summary>The wait after a failure.</summary>
    /// <param name="isUnreachable">Whether the server did not answer at all.</param>
    public TimeSpan Next(bool isUnreachable = false)
    {
        if (_lastFailure is { } last && time.GetElapsedTime(last) >= options.BackoffReset)
        {
            _failures = 0;
        }

        _wasUnreachable = isUnreachable;
        _lastFailure = time.GetTimestamp();
        var bound = Math.Min(options.MinBackoff.TotalSeconds * Math.Pow(2, _failures), options.MaxBackoff.TotalSeconds);
        _failures = Math.Min(_failures + 1, 30);
        return Draw(TimeSpan.FromSeconds(bound));
    }

    /// <summary>
    /// The wait before a list that the server asks for. After an outage it is a first one: the server is back, and a version that it has
    /// forgotten is no more than what an outage leaves.
    /// </summary>
    public TimeSpan BeforeList()
    {
        _failures = _wasUnreachable ? 0 : _failures;
        return Next();
    }

    /// <summary>The longest wait, for failures that only a person fixes.</summary>
    public TimeSpan Longest()
    {
        _wasUnreachable = false;
        _lastFailure = time.GetTimestamp();
        return jitter.Between(options.MaxBackoff / 2, options.MaxBackoff);
    }

    private TimeSpan Draw(TimeSpan bound) => jitter.Between(bound * SmallestShare, bound);
}
