namespace Operator.Runtime.Tests.Support;

/// <summary>A clock that jumps from timer to timer, so that a simulation needs no real time and wakes in a fixed order.</summary>
internal sealed class VirtualTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<VirtualTimer, (long Due, long Sequence)> _timers = new();
    private long _now;
    private long _sequence;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public TimeSpan Elapsed => TimeSpan.FromTicks(GetTimestamp());

    public override long GetTimestamp() => Volatile.Read(ref _now);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddYears(50).AddTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves to the next timer and fires it; false when there is none up to the limit, and then the clock stands at the limit.</summary>
    public bool FireNext(TimeSpan limit)
    {
        VirtualTimer? timer;
        lock (_lock)
        {
            while (_timers.TryPeek(out timer, out var at) && timer.Due != at.Due)
            {
                _timers.Dequeue();
            }

            if (timer is null || timer.Due > limit.Ticks)
            {
                _now = Math.Max(_now, limit.Ticks);
                return false;
            }

            _timers.Dequeue();
            _now = Math.Max(_now, timer.Due);
        }

        timer.Fire();
        return true;
    }

    /// <summary>Fires everything that is due within the time.</summary>
    public void Advance(TimeSpan time)
    {
        var until = Elapsed + time;
        while (FireNext(until))
        {
        }
    }

    /// <summary>What the system's timers do not take, these do not take either.</summary>
    private static void Check(TimeSpan time) => ArgumentOutOfRangeException.ThrowIfGreaterThan(time.TotalMilliseconds, uint.MaxValue - 1d);

    private sealed class VirtualTimer(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public long Due { get; private set; } = long.MaxValue;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Check(dueTime);
            Check(period);
            lock (time._lock)
            {
                _period = period;
                Due = dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : time._now + Math.Max(0, dueTime.Ticks);
                if (Due != long.MaxValue)
                {
                    time._timers.Enqueue(this, (Due, time._sequence++));
                }
            }

            return true;
        }

        public void Fire()
        {
            Due = long.MaxValue;
            if (_period > TimeSpan.Zero)
            {
                Change(_period, _period);
            }

            callback(state);
        }

        public void Dispose() => Due = long.MaxValue;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
