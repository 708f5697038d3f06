namespace Operator.Runtime.Conditions;

/// <summary>The condition types that kstatus knows. Argo CD, Flux and <c>kubectl wait</c> read them.</summary>
internal static class KstatusConditions
{
    /// <summary>The object is as its spec asks. Always present.</summary>
    public const string Ready = "Ready";

    /// <summary>Work is under way or will be tried again. Present only while true.</summary>
    public const string Reconciling = "Reconciling";

    /// <summary>Nothing can be done until somebody changes the object. Present only while true.</summary>
    public const string Stalled = "Stalled";

    /// <summary>Reason of <see cref="Reconciling"/> after a failure that time can fix.</summary>
    public const string ProgressingWithRetry = "ProgressingWithRetry";
}
