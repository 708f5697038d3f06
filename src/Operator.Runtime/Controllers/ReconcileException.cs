namespace Operator.Runtime.Controllers;

/// <summary>Why a reconcile could not do its work, in terms that a condition can show.</summary>
/// <param name="reason">The condition's reason, in PascalCase.</param>
/// <param name="message">For people: the object, the cause, the fix; no secret.</param>
/// <param name="isTerminal">Whether only a change of the object can help, so that trying again is pointless.</param>
/// <param name="retryAfter">When to try again, if the cause says so; null for the queue's back-off.</param>
/// <param name="inner">The cause.</param>
public class ReconcileException(string reason, string message, bool isTerminal = false, TimeSpan? retryAfter = null, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>The condition's reason.</summary>
    public string Reason { get; } = reason;

    /// <summary>Whether trying again is pointless until the object changes.</summary>
    public bool IsTerminal { get; } = isTerminal;

    /// <summary>When to try again; null for the queue's back-off.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
