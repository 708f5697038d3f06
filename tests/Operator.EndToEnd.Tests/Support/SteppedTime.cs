namespace Operator.EndToEnd.Tests.Support;

/// <summary>A clock that runs like the system's from a moment of the test's choice, and can be moved forward: what is due by then is due at once.</summary>
public sealed class SteppedTime(DateTimeOffset start) : TimeProvider
{
    private readonly long _startedAt = System.GetTimestamp();
    private readonly Lock _lock = new();
    private readonly List<SteppedTimer> _timers = [];
    private TimeSpan _moved;

    public override long TimestampFrequency => System.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => start + System.GetElapsedTime(_startedAt) + _moved;

    public override long GetTimestamp() => System.GetTimestamp() + Ticks(_moved);

    public void Advance(TimeSpan by)
    {
        SteppedTimer[] timers;
        lock (_lock)
        {
            _moved += by;
            timers = [.. _timers];
        }

        foreach (var timer in timers)
        {
            timer.Advance(by);
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SteppedTimer(this, callback, state);
        lock (_lock)
        {
            _timers.Add(timer);
        }

        timer.Change(dueTime, period);
        return timer;
    }

    private static long Ticks(TimeSpan span) => (long)(span.TotalSeconds * System.TimestampFrequency);

    private sealed class SteppedTimer : ITimer
    {
        private readonly SteppedTime _owner;
        private readonly ITimer _inner;
        private readonly Lock _gate = new();
        private long? _dueAt;
        private TimeSpan _period;

        public SteppedTimer(SteppedTime owner, TimerCallback callback, object? state)
        {
            _owner = owner;
            _inner = System.CreateTimer(Fire, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

            void Fire(object? _)
            {
                lock (_gate)
                {
                    _dueAt = null;
                }

                callback(state);
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_gate)
            {
                (_dueAt, _period) = (dueTime == Timeout.InfiniteTimeSpan ? null : System.GetTimestamp() + Ticks(dueTime), period);
                return _inner.Change(dueTime, period);
            }
        }

        public void Advance(TimeSpan by)
        {
            lock (_gate)
            {
                if (_dueAt is not { } due)
                {
                    return;
                }

                _dueAt = due - Ticks(by);
                var now = System.GetTimestamp();
                _inner.Change(_dueAt <= now ? TimeSpan.Zero : System.GetElapsedTime(now, _dueAt.Value), _period);
            }
        }

        public void Dispose()
        {
            lock (_owner._lock)
            {
                _owner._timers.Remove(this);
            }

            _inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
