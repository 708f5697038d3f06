using Operator.Api;
using Operator.Core.Reports;

namespace Operator.Core.Statuses;

/// <summary>How far a post-mortem has come.</summary>
public static class Phases
{
    /// <summary>
    /// Draft until the incident is resolved, every required section is written and every listed reviewer has approved; then
    /// Reviewed, and Published once it is delivered too. Published stays until a required section or an approval is withdrawn.
    /// </summary>
    /// <param name="spec">What people say.</param>
    /// <param name="report">The report.</param>
    /// <param name="delivered">Whether every configured output, at least one, has the document.</param>
    /// <param name="previous">The phase so far; null for a resource that is new.</param>
    public static PostMortemPhase Of(PostMortemSpec spec, IncidentReport report, bool delivered, PostMortemPhase? previous)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(report);
        var awaitsApproval = spec.Review?.Reviewers.Count > 0 && !report.Reviewed;
        if (report.MissingSections.Count > 0 || awaitsApproval)
        {
            return PostMortemPhase.Draft;
        }

        if (previous == PostMortemPhase.Published)
        {
            return PostMortemPhase.Published;
        }

        return report.State != IncidentState.Resolved ? PostMortemPhase.Draft
            : delivered ? PostMortemPhase.Published
            : PostMortemPhase.Reviewed;
    }
}
