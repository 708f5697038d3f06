namespace Operator.Api;

/// <summary>What a person says about an action item's progress.</summary>
public enum ActionItemState
{
    /// <summary>Not begun.</summary>
    Open,

    /// <summary>Begun.</summary>
    InProgress,

    /// <summary>Done.</summary>
    Done,

    /// <summary>Will not be done.</summary>
    WontDo,
}
