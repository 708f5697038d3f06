namespace Operator.Runtime.Queueing;

/// <summary>One timer for many times: it rings at the earliest for which it was set. Its owner calls it under one lock.</summary>
internal sealed class EarliestTimer : IDisposable
{
    // A timer counts 49 days at most. Where more is left when it rings, its owner sets it anew.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private long _due = long.MaxValue;

    public EarliestTimer(TimeProvider time, Action ring)
    {
        _time = time;
        _timer = time.CreateTimer(static state => ((Action)state!)(), ring, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Rings at the timestamp, or earlier when it is set for earlier.</summary>
    public void Set(long due)
    {
        if (due >= _due)
        {
            return;
        }

        _due = due;
        var wait = _time.GetElapsedTime(_time.GetTimestamp(), due);

        // Timers count whole milliseconds: rounding down would ring too early, over and over.
        var milliseconds = Math.Clamp(Math.Ceiling(wait.TotalMilliseconds), 0, LongestWait.TotalMilliseconds);
        _timer.Change(TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);
    }

    /// <summary>It rang, and may be set anew.</summary>
    public void Rang() => _due = long.MaxValue;

    public void Stop() => _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public void Dispose() => _timer.Dispose();
}
