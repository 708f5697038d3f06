using Operator.Runtime.Queueing;

namespace Operator.Runtime.Controllers;

/// <summary>How a controller works its queue.</summary>
public sealed class ControllerOptions
{
    /// <summary>Reconciles at the same time. Default 4.</summary>
    public int Workers { get; set; } = 4;

    /// <summary>Time for one reconcile. Default 2 min.</summary>
    public TimeSpan ReconcileTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Time for the first lists; a controller that has not read all lists of one namespace by then does not start. Default 2 min.</summary>
    public TimeSpan CacheSyncTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How often every object is looked at though nothing changed, give or take 10 %. Default 10 h.</summary>
    public TimeSpan ResyncPeriod { get; set; } = TimeSpan.FromHours(10);

    /// <summary>Time for reconciles under way to end on shutdown, before they are cancelled. Default 30 s.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Back-off after failures.</summary>
    public WorkQueueOptions Queue { get; set; } = new();

    // What a timer can count.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(49);

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ReconcileTimeout, Longest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(CacheSyncTimeout, Longest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ResyncPeriod * 1.1, Longest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(DrainTimeout, Longest);
        ArgumentOutOfRangeException.ThrowIfLessThan(Workers, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ReconcileTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(CacheSyncTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ResyncPeriod, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(DrainTimeout, TimeSpan.Zero);
        Queue.Validate();
    }
}
