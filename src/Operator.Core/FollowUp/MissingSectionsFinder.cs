using Operator.Api;

namespace Operator.Core.FollowUp;

/// <summary>Which required sections a person still has to write; in the form's order. What is not listed here is optional.</summary>
internal static class MissingSectionsFinder
{
    public static IReadOnlyList<string> Find(PostMortemSpec spec) => [.. All(spec).OfType<string>()];

    private static string?[] All(PostMortemSpec spec) =>
    [
        If("summary.incident", Blank(spec.Summary?.Incident)),
        If("summary.rootCause", Blank(spec.Summary?.RootCause)),
        If("summary.resolution", Blank(spec.Summary?.Resolution)),
        If("analysis.whatHappened", Blank(spec.Analysis?.WhatHappened)),
        If("analysis.rootCause", Blank(spec.Analysis?.RootCause)),
        If("resolution.immediateFix", Blank(spec.Resolution?.ImmediateFix)),
        If("actionItems", spec.ActionItems.Count == 0 && Blank(spec.NoActionItems)),
        If("lessonsLearned", Empty(spec.LessonsLearned?.WentWell) && Empty(spec.LessonsLearned?.DidntGoWell) && Empty(spec.LessonsLearned?.SurprisingFindings)),
    ];

    private static string? If(string path, bool missing) => missing ? path : null;

    private static bool Blank(string? text) => string.IsNullOrWhiteSpace(text);

    private static bool Empty(IReadOnlyList<string>? list) => list is null || list.All(Blank);
}
