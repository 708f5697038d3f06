using Octokit;

namespace Operator.Publishing.GitHub.Issues;

/// <summary>An issue that the operator opened, as GitHub last showed it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Url">Its page.</param>
/// <param name="Subject">What it is for.</param>
internal sealed record TrackedIssue(int Number, string Url, IssueSubject Subject)
{
    public required string Title { get; init; }

    /// <summary>The operator's part of its body.</summary>
    public required IssuePart Part { get; init; }

    public required bool IsOpen { get; init; }

    /// <summary>The login that opened it; null where its account is gone.</summary>
    public string? Creator { get; init; }

    /// <summary>completed, not_planned or duplicate, where it is closed and GitHub says it.</summary>
    public string? Reason { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>Who closed it; null while that was not asked for.</summary>
    public (string Login, bool IsBot)? Closer { get; init; }

    /// <summary>Of a duplicate, the page of the original; empty where GitHub does not tell it, null while it was not asked for.</summary>
    public string? Original { get; init; }

    public bool IsDuplicate => !IsOpen && Reason == "duplicate";

    /// <summary>Reads an issue; null for one that is none of the operator's, and for pull requests, which GitHub lists as issues.</summary>
    public static TrackedIssue? Of(Issue issue) => issue.PullRequest is not null || IssuePart.Find(issue.Body ?? "") is not { } part ? null : new(issue.Number, issue.HtmlUrl, part.Subject)
    {
        Title = issue.Title,
        Part = part,
        Creator = issue.User?.Login,
        IsOpen = issue.State.StringValue == "open",

        // GitHub knows more reasons than Octokit does.
        Reason = issue.StateReason?.StringValue,
        ClosedAt = issue.ClosedAt,
        ChangedAt = issue.UpdatedAt ?? issue.CreatedAt,
        Closer = issue.ClosedBy is { } closer ? (closer.Login, closer.Type == AccountType.Bot || closer.Login.EndsWith("[bot]", StringComparison.Ordinal)) : null,
    };
}
