using Operator.Api;
using Operator.Core.Incidents;

namespace Operator.Core.FollowUp;

/// <summary>Which required sections a person still has to write; in the form's order. What is not listed here is optional.</summary>
internal static class MissingSectionsFinder
{
    public static IReadOnlyList<string> Find(PostMortemSpec spec) => [.. All(spec).OfType<string>()];

    // A false alarm has nothing to be fixed but the alarm, a near miss nothing to be undone.
    private static string?[] All(PostMortemSpec spec) =>
    [
        If("summary.incident", Blank(spec.Summary?.Incident)),
        If("summary.rootCause", spec.Type != IncidentType.FalseAlarm && Blank(spec.Summary?.RootCause) && Blank(spec.Analysis?.RootCause) && Empty(spec.Analysis?.RootCauses)),
        If("summary.resolution", spec.Type.HasImpact() && Blank(spec.Summary?.Resolution)),
        If("impact.data", spec.Type.IsAboutData() && spec.Impact?.Data is null),
        If("impact.data.recovered", spec.Type == IncidentType.DataLoss && Blank(spec.Impact?.Data?.Recovered)),
        If("impact.data.searched", spec.Type == IncidentType.Security && Blank(spec.Impact?.Data?.Searched)),
        If("analysis.whatHappened", Blank(spec.Analysis?.WhatHappened)),
        If("analysis.rootCause", Blank(spec.Analysis?.RootCause) && Empty(spec.Analysis?.RootCauses)),
        If("resolution.immediateFix", spec.Type.HasImpact() && Blank(spec.Resolution?.ImmediateFix)),
        If("actionItems", spec.ActionItems.Count == 0 && Blank(spec.NoActionItems)),
        If("lessonsLearned", Empty(spec.LessonsLearned?.WentWell) && Empty(spec.LessonsLearned?.DidntGoWell) && Empty(spec.LessonsLearned?.GotLucky) && Empty(spec.LessonsLearned?.SurprisingFindings)),
    ];

    private static string? If(string path, bool missing) => missing ? path : null;

    private static bool Blank(string? text) => string.IsNullOrWhiteSpace(text);

    private static bool Empty(IReadOnlyList<string>? list) => list is null || list.All(Blank);
}
