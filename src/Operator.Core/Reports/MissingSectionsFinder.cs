using Operator.Api;

namespace Operator.Core.Reports;

/// <summary>Which fields of the form a person still has to write; in the form's order.</summary>
internal static class MissingSectionsFinder
{
    public static IReadOnlyList<string> Find(PostMortemSpec spec, IncidentReport report) =>
        [.. All(spec, report).OfType<string>()];

    private static string?[] All(PostMortemSpec spec, IncidentReport report) =>
    [
        If("authors", spec.Authors.Count == 0),
        If("summary.incident", Blank(spec.Summary?.Incident)),
        If("summary.impact", Blank(spec.Summary?.Impact) && !HasImpactFigures(report)),
        If("summary.rootCause", Blank(spec.Summary?.RootCause)),
        If("summary.resolution", Blank(spec.Summary?.Resolution)),
        If("summary.prevention", Blank(spec.Summary?.Prevention)),
        If("incident.startedAt", report.Timestamp(IncidentTimestampName.StartedAt) is null),
        If("incident.detectedAt", report.State == IncidentState.Resolved && report.Timestamp(IncidentTimestampName.DetectedAt) is null),
        If("timeline", report.Timeline.Count == 0),
        If("analysis.whatHappened", Blank(spec.Analysis?.WhatHappened)),
        If("analysis.fiveWhys", spec.Analysis is null || spec.Analysis.FiveWhys.Count == 0 || spec.Analysis.FiveWhys.Any(w => Blank(w.Because))),
        If("analysis.rootCause", Blank(spec.Analysis?.RootCause)),
        If("analysis.contributingFactors", Empty(spec.Analysis?.ContributingFactors)),
        If("impact.affectedUsers", report.Impact.AffectedUsers is null),
        If("impact.userExperience", Blank(spec.Impact?.UserExperience)),
        If("impact.revenue", report.Impact.RevenueLoss is null && spec.Impact?.CustomerComplaints is null && report.Slos.All(s => s.SliAveragePercent is null)),
        If("resolution.immediateFix", Blank(spec.Resolution?.ImmediateFix)),
        If("resolution.validation", Blank(spec.Resolution?.Validation)),
        If("actionItems", spec.ActionItems.Count == 0),
        If("lessonsLearned.wentWell", Empty(spec.LessonsLearned?.WentWell)),
        If("lessonsLearned.didntGoWell", Empty(spec.LessonsLearned?.DidntGoWell)),
        If("lessonsLearned.surprisingFindings", Empty(spec.LessonsLearned?.SurprisingFindings)),
        If("prevention.immediate", Empty(spec.Prevention?.Immediate)),
        If("prevention.shortTerm", Empty(spec.Prevention?.ShortTerm)),
        If("prevention.longTerm", Empty(spec.Prevention?.LongTerm)),
        If("references", !HasReferences(spec.References)),
        If("review.reviewers", spec.Review is null || spec.Review.Reviewers.Count == 0),
        If("review.distribution", Empty(spec.Review?.Distribution)),
    ];

    private static string? If(string path, bool missing) => missing ? path : null;

    private static bool HasImpactFigures(IncidentReport report) =>
        report.Impact.AffectedUsers is not null || report.Impact.FailedRequests is not null || report.Impact.RevenueLoss is not null
        || report.Duration(DurationName.Total)?.State == FigureState.Recorded;

    private static bool HasReferences(ReferencesSpec? references) => references is not null
        && (references.IncidentURL is not null || references.Grafana is not null || references.Links.Count > 0 || references.RelatedIncidents.Count > 0);

    private static bool Blank(string? text) => string.IsNullOrWhiteSpace(text);

    private static bool Empty(IReadOnlyList<string>? list) => list is null || list.All(Blank);
}
