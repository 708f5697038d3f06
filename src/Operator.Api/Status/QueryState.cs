namespace Operator.Api;

/// <summary>What is known of a query that verifies an action item.</summary>
public enum QueryState
{
    /// <summary>It cannot be told; the reason says why.</summary>
    Unknown,

    /// <summary>It has a value.</summary>
    Holds,

    /// <summary>It has none, although the server has samples.</summary>
    Fails,
}
