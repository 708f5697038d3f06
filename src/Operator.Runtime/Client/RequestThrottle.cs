namespace Operator.Runtime.Client;

/// <summary>
/// A token bucket. Each caller reserves its token at once and waits until the bucket has refilled so far,
/// so callers are served in the order in which they came.
/// </summary>
internal sealed class RequestThrottle(double qps, int burst, TimeProvider time)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private double _tokens = burst;
    private long _refilledAt = time.GetTimestamp();
    private long _pausedUntil = long.MinValue;

    /// <summary>Waits for a token; completes at once while the bucket holds some.</summary>
    public ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        var delay = Reserve();
        return delay <= TimeSpan.Zero ? ValueTask.CompletedTask : new ValueTask(DelayAsync(delay, cancellationToken));
    }

    /// <summary>Holds every request back, because the server answered 429 with a time to wait (at most 30 s are honoured).</summary>
    public void Pause(TimeSpan duration)
    {
        var bounded = duration < LongestPause ? duration : LongestPause;
        lock (_lock)
        {
            _pausedUntil = Math.Max(_pausedUntil, time.GetTimestamp() + (long)(bounded.TotalSeconds * time.TimestampFrequency));
        }
    }

    private TimeSpan Reserve()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            var pause = _pausedUntil > now ? time.GetElapsedTime(now, _pausedUntil) : TimeSpan.Zero;
            if (qps < 0)
            {
                return pause;
            }

            _tokens = Math.Min(burst, _tokens + (time.GetElapsedTime(_refilledAt, now).TotalSeconds * qps)) - 1;
            _refilledAt = now;
            var refill = _tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_tokens / qps);
            return refill > pause ? refill : pause;
        }
    }

    private async Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(delay, time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            lock (_lock)
            {
                _tokens = Math.Min(burst, _tokens + 1);
            }

            throw;
        }
    }
}
