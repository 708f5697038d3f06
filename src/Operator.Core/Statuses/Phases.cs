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
    public static PostMortemPhase Of(PostMortemSpec spec, IncidentState state, FollowUpReport followUp, bool delivered, PostMortemPhase? previous)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(followUp);
        var awaitsApproval = spec.Review?.Reviewers.Count > 0 && !followUp.Reviewed;
        if (followUp.MissingSections.Count > 0 || awaitsApproval)
        {
            return PostMortemPhase.Draft;
        }

        if (previous == PostMortemPhase.Published)
        {
            return PostMortemPhase.Published;
        }

        return state != IncidentState.Resolved ? PostMortemPhase.Draft
            : delivered ? PostMortemPhase.Published
            : PostMortemPhase.Reviewed;
    }
}
