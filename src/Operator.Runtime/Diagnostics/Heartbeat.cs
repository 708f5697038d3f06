namespace Operator.Runtime.Diagnostics;

/// <summary>Tells whether a loop still goes round: before each step it says by when it will be back. Any thread may ask.</summary>
internal sealed class Heartbeat(TimeProvider time)
{
    private const long Never = long.MaxValue;

    // A machine that was busy or asleep is not a dead loop.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    private long _due = Never;

    /// <summary>How much too late the loop is; zero while it is in time or does not run.</summary>
    public TimeSpan Overdue
    {
        get
        {
            var due = Volatile.Read(ref _due);
            var now = time.GetTimestamp();
            return now > due ? time.GetElapsedTime(due, now) : TimeSpan.Zero;
        }
    }

    /// <summary>The loop begins a step that ends within this time, whatever others do.</summary>
    public void Expect(TimeSpan longest) =>
        Volatile.Write(ref _due, time.GetTimestamp() + (long)((longest + Grace).TotalSeconds * time.TimestampFrequency));

    /// <summary>The loop waits for something that may never come, or has ended.</summary>
    public void Rest() => Volatile.Write(ref _due, Never);
}
