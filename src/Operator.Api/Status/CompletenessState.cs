namespace Operator.Api;

/// <summary>Whether data covers the whole window.</summary>
public enum CompletenessState
{
    /// <summary>It does.</summary>
    Full,

    /// <summary>It covers a part.</summary>
    Partial,
}
