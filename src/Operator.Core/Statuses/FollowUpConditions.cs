using Operator.Api;
using Operator.Core.FollowUp;
using static Operator.Core.Statuses.ReportConditions;

namespace Operator.Core.Statuses;

/// <summary>Conditions about the document's completion and review.</summary>
internal static class FollowUpConditions
{
    public static ConditionFacts Complete(FollowUpReport report) => report.MissingSections.Count == 0
        ? new(ConditionTypes.Complete, True, Reasons.AllSectionsPresent, "Every required section is written")
        : new(ConditionTypes.Complete, False, Reasons.MissingSections, $"To be written: {string.Join(", ", report.MissingSections)}");

    public static ConditionFacts Reviewed(PostMortemSpec spec, FollowUpReport report)
    {
        var reviewers = spec.Review?.Reviewers ?? [];
        if (reviewers.Count == 0)
        {
            return new(ConditionTypes.Reviewed, False, Reasons.NoReviewers, "No reviewer is named in spec.review.reviewers");
        }

        return report.Reviewed
            ? new(ConditionTypes.Reviewed, True, Reasons.Approved, $"Approved by {string.Join(", ", reviewers.Select(Who))}{Older(reviewers, report)}")
            : new(
                ConditionTypes.Reviewed,
                False,
                Reasons.AwaitingApproval,
                $"Awaiting approval of {string.Join(", ", reviewers.Where(r => r.ApprovedAt is null).Select(Who))}{string.Concat(report.Stated.Select(Stated))}{Older(reviewers, report)}");
    }

    private static string Older(IEnumerable<ReviewerSpec> reviewers, FollowUpReport report) => reviewers.Where(report.IsOlderThanFigures).Select(Who).ToList() is { Count: > 0 } older
        ? $"; figures have changed since {string.Join(", ", older)} approved"
        : "";

    private static string Stated(ApprovalStatus approval) => approval.Source == ApprovalSource.Review ? approval.State switch
    {
        ApprovalState.Stale => $"; the approval of {approval.Reviewer} by {approval.By} on GitHub was dismissed by a later change",
        _ => $"; {approval.By} approved on GitHub for {approval.Reviewer}, but may not write to the repository, or is not the reviewer's spec.review.reviewers[].github any more",
    }
        : $"; the box of {approval.Reviewer} is ticked{(approval.By is { } by ? $" by {by}" : "")}, but not in a signed commit of the reviewer's spec.review.reviewers[].email that this repository can verify";

    private static string Who(ReviewerSpec reviewer) =>
        string.IsNullOrWhiteSpace(reviewer.Handle) ? reviewer.Name : $"{reviewer.Name} ({reviewer.Handle})";
}
