namespace Operator.Api;

/// <summary>What a person says about an action item's progress.</summary>
public enum ActionItemState
{
    /// <summary>The same as nothing: other sources decide, and without any the action item is open.</summary>
    Open,

    /// <summary>Begun.</summary>
    InProgress,

    /// <summary>Done.</summary>
    Done,

    /// <summary>Will not be done.</summary>
    WontDo,
}
