namespace Operator.Runtime.Controllers;

/// <summary>
/// Notices that a burst of work is over. What thousands of reconciles left behind would else stay in the process until the next
/// burst, because nobody collects the garbage of a program that does nothing.
/// </summary>
internal sealed class BurstEnd : IDisposable
{
    /// <summary>Fewer reconciles than this leave too little behind to be worth a pause.</summary>
    public const int SmallestBurst = 200;

    /// <summary>Time without a reconcile that ends a burst.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);

    private readonly Action _ended;
    private readonly ITimer _timer;
    private int _reconciles;

    /// <summary>Starts with nothing done.</summary>
    /// <param name="time">Timer.</param>
    /// <param name="ended">Called once after each burst.</param>
    public BurstEnd(TimeProvider time, Action ended)
    {
        _ended = ended;
        _timer = time.CreateTimer(static self => ((BurstEnd)self!).End(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>To be called after each reconcile.</summary>
    public void Reconciled()
    {
        if (Interlocked.Increment(ref _reconciles) >= SmallestBurst)
        {
            _timer.Change(Quiet, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void End()
    {
        Interlocked.Exchange(ref _reconciles, 0);
        _ended();
    }
}
