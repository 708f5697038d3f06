using Operator.Api;

namespace Operator.Publishing;

/// <summary>How far the delivery of a document to one place has come.</summary>
/// <param name="Type">What kind of place, such as ConfigMap.</param>
/// <param name="Location">Where it is, such as namespace/name.</param>
/// <param name="State">How far.</param>
internal sealed record Publication(string Type, string Location, PublicationState State)
{
    /// <summary>The revision that holds the document, such as a commit; null where places have none.</summary>
    public string? Revision { get; init; }

    /// <summary>The pull request that proposes or has brought it; null where there is none.</summary>
    public PullRequestStatus? PullRequest { get; init; }

    /// <summary>A reason for the condition when there is more to say than that it is delivered, or why it is withheld; null otherwise.</summary>
    public string? Reason { get; init; }

    /// <summary>What a delivery waits for, or what the reason means, for people; null when there is nothing to say.</summary>
    public string? Message { get; init; }
}
