using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>The newest pull request of a document.</summary>
public sealed record PullRequestStatus
{
    /// <summary>Its number in the repository.</summary>
    public required int Number { get; init; }

    /// <summary>Its page.</summary>
    [Text(500)]
    public required string Url { get; init; }

    /// <summary>What people have made of it.</summary>
    public required PullRequestState State { get; init; }

    /// <summary>The logins of those who were asked for a review.</summary>
    [Items(20)]
    public IReadOnlyList<string>? Reviewers { get; init; }

    /// <summary>The annotation postmortem.dev/reconcile-at when it was found to be declined: another value opens a new pull request.</summary>
    [Text(1024)]
    public string? DeclinedAt { get; init; }
}
