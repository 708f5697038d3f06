namespace Operator.Api;

/// <summary>Annotations that the operator reads on a <see cref="PostMortem"/> or writes on what it owns.</summary>
public static class PostMortemAnnotations
{
    /// <summary>Asks for a reconcile now; the value is a token, echoed in <c>status.lastHandledReconcileAt</c>.</summary>
    public const string ReconcileAt = "postmortem.dev/reconcile-at";

    /// <summary>Asks for the frozen evidence to be collected again; the value is a token.</summary>
    public const string RefreshEvidence = "postmortem.dev/refresh-evidence";

    /// <summary>On a ConfigMap with a document: what it was made of, so that a restart needs to read neither it nor its resource. Absent while something is awaited.</summary>
    public const string Rest = "postmortem.dev/at-rest";

    /// <summary>On a ConfigMap with evidence: the name of the post-mortem that it belongs to.</summary>
    public const string EvidenceOf = "postmortem.dev/evidence-of";

    /// <summary>On a ConfigMap with evidence: the unique ID of that post-mortem, which tells it from a namesake of earlier times.</summary>
    public const string EvidenceOfUid = "postmortem.dev/evidence-of-uid";
}
