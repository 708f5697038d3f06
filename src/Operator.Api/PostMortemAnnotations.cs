namespace Operator.Api;

/// <summary>Annotations that the operator reads on a <see cref="PostMortem"/> or writes on what it owns.</summary>
public static class PostMortemAnnotations
{
    /// <summary>Asks for a reconcile now; the value is a token, echoed in <c>status.lastHandledReconcileAt</c>.</summary>
    public const string ReconcileAt = "postmortem.dev/reconcile-at";

    /// <summary>Asks for the frozen evidence to be collected again; the value is a token.</summary>
    public const string RefreshEvidence = "postmortem.dev/refresh-evidence";
}
