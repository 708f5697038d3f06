using Operator.Api;
using Operator.Core.FollowUp;

namespace Operator.Core.Statuses;

/// <summary>How far a post-mortem has come.</summary>
public static class Phases
{
    /// <summary>
    /// Draft until the incident is resolved, every required section is written and every listed reviewer has approved; then
    /// Reviewed, and Published once it is delivered too. Published stays until a required section or an approval is withdrawn.
    /// </summary>
    /// <param name="spec">What people say.</param>
    /// <param name="state">Whether the incident is over.</param>
    /// <param name="followUp">What is written and approved.</param>
    /// <param name="delivered">Whether every configured output, at least one, has the document.</param>
    /// <param name="previous">The phase so far; null for a resource that is new.</param>
    /// <param name="approvedBefore">Who had approved what is published; null when that is not known.</param>
    public static PostMortemPhase Of(
        PostMortemSpec spec, IncidentState state, FollowUpReport followUp, bool delivered, PostMortemPhase? previous, IReadOnlyList<string>? approvedBefore = null)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(followUp);
        if (followUp.MissingSections.Count > 0)
        {
            return PostMortemPhase.Draft;
        }

        var awaitsApproval = spec.Review?.Reviewers.Count > 0 && !followUp.Reviewed;
        if (previous == PostMortemPhase.Published && !IsWithdrawn(spec, awaitsApproval, approvedBefore))
        {
            return PostMortemPhase.Published;
        }

        if (awaitsApproval)
        {
            return PostMortemPhase.Draft;
        }

        return state != IncidentState.Resolved ? PostMortemPhase.Draft
            : delivered ? PostMortemPhase.Published
            : PostMortemPhase.Reviewed;
    }

    /// <summary>Whose approval stands, to be known later as <c>approvedBefore</c>.</summary>
    public static IReadOnlyList<string> Approvals(PostMortemSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return [.. spec.Review?.Reviewers.Where(r => r.ApprovedAt is not null).Select(r => r.Name) ?? []];
    }

    // A reviewer who is added later has not approved yet, and takes nothing back.
    private static bool IsWithdrawn(PostMortemSpec spec, bool awaitsApproval, IReadOnlyList<string>? approvedBefore) =>
        awaitsApproval && (approvedBefore is null || spec.Review!.Reviewers.Any(r => r.ApprovedAt is null && approvedBefore.Contains(r.Name, StringComparer.Ordinal)));
}
