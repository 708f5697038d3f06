namespace Operator.Api;

/// <summary>What people have made of a pull request.</summary>
public enum PullRequestState
{
    /// <summary>Nothing yet.</summary>
    Open,

    /// <summary>They merged it.</summary>
    Merged,

    /// <summary>They closed it without merging: not now.</summary>
    Declined,
}
