namespace Operator.Runtime.Controllers;

/// <summary>What follows a reconcile that ended as it should.</summary>
public readonly record struct ReconcileResult
{
    private ReconcileResult(TimeSpan? requeueAfter, ReconcileException? failure)
    {
        RequeueAfter = requeueAfter;
        Failure = failure;
    }

    /// <summary>Nothing until something changes.</summary>
    public static ReconcileResult Done => default;

    /// <summary>When to look again though nothing changes; null for never.</summary>
    public TimeSpan? RequeueAfter { get; }

    /// <summary>A failure that the reconciler has already recorded in the object's status; null for none.</summary>
    public ReconcileException? Failure { get; }

    /// <summary>Looks again after a while.</summary>
    public static ReconcileResult After(TimeSpan interval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero);
        return new ReconcileResult(interval, null);
    }

    /// <summary>The same as throwing the failure, without the cost of a throw.</summary>
    public static ReconcileResult Failed(ReconcileException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return new ReconcileResult(null, failure);
    }
}
