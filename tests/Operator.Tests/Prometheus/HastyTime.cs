using System.Collections.Concurrent;

namespace Operator.Tests.Prometheus;

/// <summary>Remembers short waits, and does not wait; longer ones, which are time-outs, are real.</summary>
/// <param name="real">From here on waits are real; null for 25 s.</param>
internal sealed class HastyTime(TimeSpan? real = null) : TimeProvider
{
    private readonly TimeSpan _real = real ?? TimeSpan.FromSeconds(25);

    public ConcurrentQueue<TimeSpan> Waits { get; } = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime <= TimeSpan.Zero || dueTime >= _real)
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }

        Waits.Enqueue(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
