namespace Operator.Api;

/// <summary>A place where the document was published.</summary>
public sealed record OutputStatus
{
    /// <summary>What kind of place: ConfigMap or Git.</summary>
    public required string Type { get; init; }

    /// <summary>Where it is: namespace/name of a ConfigMap; the repository's name and the path in it of a file in Git.</summary>
    public required string Location { get; init; }

    /// <summary>The commit that brought the published content; only in Git.</summary>
    public string? Revision { get; init; }

    /// <summary>The pull request that proposes or has brought it; only in Git.</summary>
    public PullRequestStatus? PullRequest { get; init; }
}
