namespace Operator.Api;

/// <summary>How far an action item has come, by all that is said of it.</summary>
public enum FollowedState
{
    /// <summary>Not done.</summary>
    Open,

    /// <summary>Begun.</summary>
    InProgress,

    /// <summary>Done, as people say.</summary>
    Done,

    /// <summary>Will not be done.</summary>
    WontDo,

    /// <summary>Done: its query has held for as long as it must.</summary>
    Verified,

    /// <summary>It was verified, and then its query failed for as long as it must hold.</summary>
    Regressed,
}
