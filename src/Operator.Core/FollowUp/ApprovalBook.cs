using Operator.Api;

namespace Operator.Core.FollowUp;

/// <summary>Keeps what is said of approvals outside the spec. Only a verified commit of the reviewer, or a review of their login, approves; everything else is kept as stated.</summary>
public static class ApprovalBook
{
    // A name, and the longest address that there is.
    private const int LongestAuthor = 400;

    /// <summary>What is known, with what people say.</summary>
    /// <param name="known">What the status says so far.</param>
    /// <param name="observed">What people say.</param>
    /// <param name="reviewers">The reviewers of the spec.</param>
    /// <param name="now">The present: nobody has said anything later.</param>
    /// <returns>The same list when there is nothing new.</returns>
    public static IReadOnlyList<ApprovalStatus>? Hear(
        IReadOnlyList<ApprovalStatus>? known, IEnumerable<ObservedApproval> observed, IReadOnlyList<ReviewerSpec> reviewers, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(observed);
        ArgumentNullException.ThrowIfNull(reviewers);
        foreach (var said in observed)
        {
            if (reviewers.FirstOrDefault(r => r.Name == said.Reviewer) is not { } reviewer)
            {
                continue;
            }

            var (others, approval) = ((known ?? []).Where(a => !IsOf(a, said)), Approval(reviewer, said, now));
            if (!said.IsGiven)
            {
                known = [.. others];
            }
            else if (known?.FirstOrDefault(a => IsOf(a, said)) is not { } before || (before.Revision, before.State, before.By, before.OlderThanFigures) != (approval.Revision, approval.State, approval.By, approval.OlderThanFigures))
            {
                known = [.. others, approval];
            }
        }

        return known;
    }

    /// <summary>The spec with the approvals that count. A time that the spec states itself stays.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="approvals">What the status says.</param>
    public static PostMortemSpec Apply(PostMortemSpec spec, IReadOnlyList<ApprovalStatus>? approvals)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return spec.Review is not { } review || approvals is not { Count: > 0 }
            ? spec
            : spec with { Review = review with { Reviewers = [.. review.Reviewers.Select(r => r with { ApprovedAt = r.ApprovedAt ?? Find(r, approvals)?.Time })] } };
    }

    /// <summary>Whether a reviewer approved before a figure changed: by the commit that was reviewed, or else by the times.</summary>
    /// <param name="reviewer">The reviewer, with the approval that counts.</param>
    /// <param name="approvals">What the status says.</param>
    /// <param name="figuresChangedAt">When a figure last changed after somebody had approved; null when none has.</param>
    public static bool IsOlderThanFigures(ReviewerSpec reviewer, IReadOnlyList<ApprovalStatus>? approvals, DateTimeOffset? figuresChangedAt)
    {
        ArgumentNullException.ThrowIfNull(reviewer);
        return reviewer.ApprovedAt is { } at && ((approvals is null ? null : Find(reviewer, approvals)) is { OlderThanFigures: { } older } approval && approval.Time == at ? older : at < figuresChangedAt);
    }

    // An approval is that of a person: with another address in the spec it is not that of the reviewer any more.
    private static ApprovalStatus? Find(ReviewerSpec reviewer, IReadOnlyList<ApprovalStatus> approvals) => approvals.FirstOrDefault(
        a => a.State == ApprovalState.Approved && a.Reviewer == reviewer.Name && (a.Source == ApprovalSource.Review
            ? reviewer.Github is { } login && login.Equals(a.By, StringComparison.OrdinalIgnoreCase)
            : reviewer.Email is { } email && a.By?.EndsWith($"<{email}>", StringComparison.OrdinalIgnoreCase) == true));

    private static bool IsOf(ApprovalStatus approval, ObservedApproval said) => approval.Reviewer == said.Reviewer && approval.Source == said.Source;

    private static ApprovalState State(ReviewerSpec reviewer, ObservedApproval said) =>
        said.IsStale ? ApprovalState.Stale
        : said.Source == ApprovalSource.Review ? (said.VerifiedLogin is { } login && login.Equals(reviewer.Github, StringComparison.OrdinalIgnoreCase) ? ApprovalState.Approved : ApprovalState.Stated)
        : said.VerifiedEmail is { } email && email.Equals(reviewer.Email, StringComparison.OrdinalIgnoreCase) ? ApprovalState.Approved
        : ApprovalState.Stated;

    private static ApprovalStatus Approval(ReviewerSpec reviewer, ObservedApproval said, DateTimeOffset now) => new()
    {
        Reviewer = reviewer.Name,
        State = State(reviewer, said),
        Source = said.Source,
        Time = Instants.ToMillisecond(Instants.Min(said.Time, now)),
        By = said.By is { } by ? Texts.Line(by, LongestAuthor) : null,
        Revision = said.Revision,
        OlderThanFigures = said.IsOlderThanFigures,
    };
}
