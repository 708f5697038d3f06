namespace Operator.Runtime.Controllers;

/// <summary>Brings one object's world to the state that the object describes. Called for one key by one worker at a time.</summary>
public interface IReconciler
{
    /// <summary>
    /// Reads the object (it may be gone) and does what is missing. Idempotent: it is called again after every change,
    /// failure and restart, and must find its way from any point at which it was interrupted.
    /// </summary>
    /// <param name="key">The object.</param>
    /// <param name="context">This reconcile's circumstances.</param>
    /// <param name="cancellationToken">Cancelled by the reconcile time-out, by a lost lease, and when shutting down takes too long.</param>
    /// <exception cref="ReconcileException">What is wrong and whether trying again helps. Any other exception counts as a defect and is retried.</exception>
    Task<ReconcileResult> ReconcileAsync(ObjectKey key, ReconcileContext context, CancellationToken cancellationToken);
}
