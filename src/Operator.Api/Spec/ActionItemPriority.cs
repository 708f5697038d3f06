namespace Operator.Api;

/// <summary>How urgent an action item is.</summary>
public enum ActionItemPriority
{
    /// <summary>Due within one week.</summary>
    High,

    /// <summary>Due within one month.</summary>
    Medium,

    /// <summary>Due within three months.</summary>
    Low,
}
