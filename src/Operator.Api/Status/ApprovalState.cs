namespace Operator.Api;

/// <summary>Whether what was said about an approval counts.</summary>
public enum ApprovalState
{
    /// <summary>It counts: a verified commit of the reviewer says it, or a review of the reviewer's login, which may write to the repository.</summary>
    Approved,

    /// <summary>Somebody says it, and it is not known whether that was the reviewer: it does not count.</summary>
    Stated,

    /// <summary>The reviewer gave it to an earlier version, and a change of the pull request dismissed it: it does not count.</summary>
    Stale,
}
