using Operator.Api;

namespace Operator.Core.Reports;

/// <summary>Which fields of the form a person still has to write; in the form's order.</summary>
internal static class MissingSectionsFinder
{
    public static IReadOnlyList<string> Find(PostMortemSpec spec, IncidentReport report) =>
        [.. All(spec, report).Where(s => s.Missing).Select(s => s.Path)];

    private static IEnumerable<(string Path, bool Missing)> All(PostMortemSpec spec, IncidentReport report) =>
    [
        ("authors", spec.Authors.Count == 0),
        ("summary.incident", Blank(spec.Summary?.Incident)),
        ("summary.impact", Blank(spec.Summary?.Impact) && !HasImpactFigures(report)),
        ("summary.rootCause", Blank(spec.Summary?.RootCause)),
        ("summary.resolution", Blank(spec.Summary?.Resolution)),
        ("summary.prevention", Blank(spec.Summary?.Prevention)),
        ("incident.startedAt", report.Timestamp(IncidentTimestampName.StartedAt) is null),
        ("incident.detectedAt", report.State == IncidentState.Resolved && report.Timestamp(IncidentTimestampName.DetectedAt) is null),
        ("timeline", report.Timeline.Count == 0),
        ("analysis.whatHappened", Blank(spec.Analysis?.WhatHappened)),
        ("analysis.fiveWhys", spec.Analysis is null || spec.Analysis.FiveWhys.Count == 0 || spec.Analysis.FiveWhys.Any(w => Blank(w.Because))),
        ("analysis.rootCause", Blank(spec.Analysis?.RootCause)),
        ("analysis.contributingFactors", Empty(spec.Analysis?.ContributingFactors)),
        ("impact.affectedUsers", report.Impact.AffectedUsers is null),
        ("impact.userExperience", Blank(spec.Impact?.UserExperience)),
        ("impact.revenue", report.Impact.RevenueLoss is null && spec.Impact?.CustomerComplaints is null && report.Slos.All(s => s.SliAveragePercent is null)),
        ("resolution.immediateFix", Blank(spec.Resolution?.ImmediateFix)),
        ("resolution.validation", Blank(spec.Resolution?.Validation)),
        ("actionItems", spec.ActionItems.Count == 0),
        ("lessonsLearned.wentWell", Empty(spec.LessonsLearned?.WentWell)),
        ("lessonsLearned.didntGoWell", Empty(spec.LessonsLearned?.DidntGoWell)),
        ("lessonsLearned.surprisingFindings", Empty(spec.LessonsLearned?.SurprisingFindings)),
        ("prevention.immediate", Empty(spec.Prevention?.Immediate)),
        ("prevention.shortTerm", Empty(spec.Prevention?.ShortTerm)),
        ("prevention.longTerm", Empty(spec.Prevention?.LongTerm)),
        ("references", !HasReferences(spec.References)),
        ("review.reviewers", spec.Review is null || spec.Review.Reviewers.Count == 0),
        ("review.distribution", Empty(spec.Review?.Distribution)),
    ];

    private static bool HasImpactFigures(IncidentReport report) =>
        report.Impact.AffectedUsers is not null || report.Impact.FailedRequests is not null || report.Impact.RevenueLoss is not null
        || report.Duration(DurationName.Total)?.State == FigureState.Recorded;

    private static bool HasReferences(ReferencesSpec? references) => references is not null
        && (references.IncidentURL is not null || references.Grafana is not null || references.Links.Count > 0 || references.RelatedIncidents.Count > 0);

    private static bool Blank(string? text) => string.IsNullOrWhiteSpace(text);

    private static bool Empty(IReadOnlyList<string>? list) => list is null || list.All(Blank);
}
