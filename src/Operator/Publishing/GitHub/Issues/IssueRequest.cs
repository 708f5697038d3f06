using Operator.Api;
using Operator.Publishing.Git.Fencing;

namespace Operator.Publishing.GitHub.Issues;

/// <summary>What an action item asks of the issues of a repository.</summary>
/// <param name="Owner">The post-mortem.</param>
/// <param name="Item">The action item.</param>
/// <param name="Known">What the status says of its issue.</param>
internal sealed record IssueRequest(DocumentOwner Owner, ActionItemSpec Item, ActionItemIssueStatus Known)
{
    /// <summary>The title of the post-mortem.</summary>
    public required string Title { get; init; }

    /// <summary>The page of the post-mortem; null where it has none.</summary>
    public string? Link { get; init; }

    /// <summary>Whether the due date is over.</summary>
    public bool IsOverdue { get; init; }

    public IssueSubject Subject => new(Owner, Item.Id);

    /// <summary>Whether an issue for this subject, of one of these clusters, is the one that is asked for.</summary>
    /// <param name="subject">What an issue says that it is for.</param>
    /// <param name="adoptClusters">Former names of the cluster.</param>
    public bool Owns(IssueSubject subject, IReadOnlyList<string> adoptClusters) =>
        subject == Subject || (adoptClusters.Contains(subject.Owner.Cluster, StringComparer.Ordinal) && subject with { Owner = subject.Owner with { Cluster = Owner.Cluster } } == Subject);
}
