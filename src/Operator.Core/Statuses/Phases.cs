using Operator.Api;
using Operator.Core.Reports;

namespace Operator.Core.Statuses;

/// <summary>How far a post-mortem has come.</summary>
public static class Phases
{
    /// <summary>Draft until every reviewer has approved, then Reviewed; Published once it is delivered too. Without reviewers, Published when delivered.</summary>
    /// <param name="spec">What people say.</param>
    /// <param name="report">The report.</param>
    /// <param name="delivered">Whether every configured output, at least one, has the document.</param>
    public static PostMortemPhase Of(PostMortemSpec spec, IncidentReport report, bool delivered)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(report);
        var waiting = spec.Review?.Reviewers.Count > 0 && !report.Reviewed;
        return waiting ? PostMortemPhase.Draft
            : delivered ? PostMortemPhase.Published
            : report.Reviewed ? PostMortemPhase.Reviewed
            : PostMortemPhase.Draft;
    }
}
