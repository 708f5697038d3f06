using Operator.Runtime.Tests.Support;

namespace Operator.Runtime.Tests.Leases;

/// <summary>A process of a simulation: it can be paused, and its clock runs at its own rate from its own origin.</summary>
internal sealed class SimulatedProcess(SimulationContext simulation, VirtualTime time, double rate, TimeSpan offset) : SynchronizationContext
{
    private readonly List<(SendOrPostCallback Callback, object? State)> _held = [];

    public bool IsPaused { get; private set; }

    public TimeProvider Clock => new SkewedClock(this);

    public override SynchronizationContext CreateCopy() => this;

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (IsPaused)
        {
            _held.Add((d, state));
        }
        else
        {
            simulation.Post(_ => Run(d, state), null);
        }
    }

    public void Pause() => IsPaused = true;

    public void Resume()
    {
        IsPaused = false;
        var held = _held.ToArray();
        _held.Clear();
        foreach (var (callback, state) in held)
        {
            Post(callback, state);
        }
    }

    private void Run(SendOrPostCallback callback, object? state)
    {
        if (IsPaused)
        {
            _held.Add((callback, state));
            return;
        }

        var outer = Current;
        SetSynchronizationContext(this);
        try
        {
            callback(state);
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    private sealed class SkewedClock(SimulatedProcess process) : TimeProvider
    {
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => (long)(process.Time.GetTimestamp() * process.Rate) + process.Offset.Ticks;

        public override DateTimeOffset GetUtcNow() => process.Time.GetUtcNow() + process.Offset;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            new SkewedTimer(process, process.Time.CreateTimer(_ => process.Post(s => callback(s), state), null, process.Real(dueTime), process.Real(period)));
    }

    private VirtualTime Time => time;

    private double Rate => rate;

    private TimeSpan Offset => offset;

    private TimeSpan Real(TimeSpan own) => own == Timeout.InfiniteTimeSpan ? own : own / rate;

    private sealed class SkewedTimer(SimulatedProcess process, ITimer inner) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(process.Real(dueTime), process.Real(period));

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
