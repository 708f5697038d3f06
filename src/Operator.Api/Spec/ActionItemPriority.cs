namespace Operator.Api;

/// <summary>How urgent an action item is.</summary>
public enum ActionItemPriority
{
    /// <summary>To be done within one week.</summary>
    High,

    /// <summary>To be done within one month.</summary>
    Medium,

    /// <summary>To be done within three months.</summary>
    Low,
}
