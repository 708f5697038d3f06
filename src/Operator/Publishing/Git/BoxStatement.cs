using Operator.Api;
using Operator.Core.FollowUp;

namespace Operator.Publishing.Git;

/// <summary>What somebody says by a box in a published file, in the body of its pull request, or in a review of it: that an action item is done, or that they approve, or that it is not so.</summary>
/// <param name="ActionItem">The ID of the action item; null for a sign-off.</param>
/// <param name="Reviewer">The reviewer; null for an action item.</param>
/// <param name="IsTicked">What the box says.</param>
/// <param name="At">The time of the commit that set the box; of the file's newest one where that cannot be told.</param>
/// <param name="By">The author whom that commit names; null where it cannot be told. Anybody who may push can name anybody.</param>
/// <param name="Commit">The commit; the newest of the branch where a pull request says it.</param>
internal sealed record BoxStatement(string? ActionItem, string? Reviewer, bool IsTicked, DateTimeOffset At, string? By, string Commit)
{
    /// <summary>Whether a review of the pull request says it, and no box.</summary>
    public bool IsReview { get; init; }

    /// <summary>The login of the review, if it may write to the repository; null otherwise.</summary>
    public string? VerifiedLogin { get; init; }

    /// <summary>Whether a later change dismissed the review.</summary>
    public bool IsStale { get; init; }

    /// <summary>Of a review, whether figures have changed since the commit that was reviewed; null where that cannot be told.</summary>
    public bool? IsOlderThanFigures { get; init; }

    /// <summary>Where the box is.</summary>
    public StatementSource Source { get; init; } = StatementSource.Checkbox;

    /// <summary>The author's address, if the commit's signature proves that it is theirs alone; null otherwise.</summary>
    public string? VerifiedEmail { get; init; }

    /// <summary>What it says of an action item; null for a sign-off.</summary>
    public ObservedStatement? AsStatement() =>
        ActionItem is null ? null : new ObservedStatement(ActionItem, Source, IsTicked ? FollowedState.Done : FollowedState.Open, At, By);

    /// <summary>What it says of an approval; null for an action item.</summary>
    public ObservedApproval? AsApproval() => Reviewer is null ? null : new ObservedApproval(Reviewer, IsTicked, At, By, VerifiedEmail, Commit)
    {
        Source = IsReview ? ApprovalSource.Review : ApprovalSource.Checkbox,
        VerifiedLogin = VerifiedLogin,
        IsStale = IsStale,
        IsOlderThanFigures = IsOlderThanFigures,
    };
}
