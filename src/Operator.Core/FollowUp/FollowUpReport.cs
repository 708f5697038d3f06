using Operator.Api;

namespace Operator.Core.FollowUp;

/// <summary>How far people have come with the post-mortem: what is written, approved and done. It rests on no evidence, and changes none.</summary>
public sealed record FollowUpReport
{
    /// <summary>The action items, in the order of the spec.</summary>
    public IReadOnlyList<ActionItemReport> ActionItems { get; init; } = [];

    /// <summary>When the first query of an action item is to be asked again; null for never.</summary>
    public DateTimeOffset? NextAsk => ActionItems.Min(a => a.Verification?.NextAsk);

    /// <summary>Whether every reviewer has approved (and there is one).</summary>
    public bool Reviewed { get; init; }

    /// <summary>The last approval, once all have approved.</summary>
    public DateTimeOffset? ReviewedAt { get; init; }

    /// <summary>Approvals that somebody states and that do not count.</summary>
    public IReadOnlyList<ApprovalStatus> Stated { get; init; } = [];

    /// <summary>What was said outside the spec about approvals.</summary>
    public IReadOnlyList<ApprovalStatus> Approvals { get; init; } = [];

    /// <summary>When a figure last changed after somebody had approved; null when none has.</summary>
    public DateTimeOffset? FiguresChangedAt { get; init; }

    /// <summary>Field paths of the required sections that a person still has to write.</summary>
    public IReadOnlyList<string> MissingSections { get; init; } = [];

    /// <summary>Whether an approval was given before a figure changed.</summary>
    /// <param name="reviewer">The reviewer.</param>
    public bool IsOlderThanFigures(ReviewerSpec reviewer) => ApprovalBook.IsOlderThanFigures(reviewer, Approvals, FiguresChangedAt);
}
