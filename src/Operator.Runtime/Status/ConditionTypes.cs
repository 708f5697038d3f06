namespace Operator.Runtime.Status;

/// <summary>The condition types that kstatus knows. Argo CD, Flux and <c>kubectl wait</c> read them.</summary>
public static class ConditionTypes
{
    /// <summary>The object is as its spec asks. Always present.</summary>
    public const string Ready = "Ready";

    /// <summary>Work is under way or will be tried again. Present only while true.</summary>
    public const string Reconciling = "Reconciling";

    /// <summary>Nothing can be done until somebody changes the object. Present only while true.</summary>
    public const string Stalled = "Stalled";

    /// <summary>Reason of <see cref="Reconciling"/> after a failure that time can mend.</summary>
    public const string ProgressingWithRetry = "ProgressingWithRetry";
}

/// <summary>The three values of a condition's status.</summary>
public static class ConditionStatus
{
    /// <summary>It holds.</summary>
    public const string True = "True";

    /// <summary>It does not hold.</summary>
    public const string False = "False";

    /// <summary>It cannot be told.</summary>
    public const string Unknown = "Unknown";

    /// <summary>The text of a truth value.</summary>
    public static string Of(bool value) => value ? True : False;
}
