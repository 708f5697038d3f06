namespace Operator.Core.Verifying;

/// <summary>What a query that verifies an action item says of one moment.</summary>
public enum QueryAnswer
{
    /// <summary>The server has no samples of that time, so that nothing can be told.</summary>
    Silent,

    /// <summary>It has one value.</summary>
    Holds,

    /// <summary>It has no value, although the server has samples.</summary>
    Fails,

    /// <summary>It has NaN or several series, which is no answer.</summary>
    Invalid,
}
