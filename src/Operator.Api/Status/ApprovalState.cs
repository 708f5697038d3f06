namespace Operator.Api;

/// <summary>Whether what was said about an approval counts.</summary>
public enum ApprovalState
{
    /// <summary>It counts: a verified commit of the reviewer says it.</summary>
    Approved,

    /// <summary>Somebody says it, and it is not known whether that was the reviewer: it does not count.</summary>
    Stated,
}
