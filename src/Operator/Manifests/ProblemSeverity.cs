namespace Operator.Manifests;

/// <summary>What a problem means for the manifest.</summary>
internal enum ProblemSeverity
{
    /// <summary>It is valid; a person may have meant something else.</summary>
    Warning,

    /// <summary>An API server refuses it, or the operator cannot act on it.</summary>
    Invalid,

    /// <summary>It cannot be read at all.</summary>
    Unreadable,
}
