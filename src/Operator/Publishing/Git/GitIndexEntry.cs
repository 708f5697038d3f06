using System.Globalization;
using Operator.Api;
using Operator.Core;
using Operator.Core.Documents;
using Operator.Manifests;
using Operator.Publishing.Git.Fencing;

namespace Operator.Publishing.Git;

/// <summary>What a repository says of a post-mortem outside its document.</summary>
internal static class GitIndexEntry
{
    /// <summary>The row of the index page.</summary>
    public static IndexEntry Of(PostMortem resource, PostMortemStatus figures)
    {
        var specs = resource.Spec.ActionItems.ToDictionary(a => a.Id, StringComparer.Ordinal);
        var items = figures.ActionItems ?? [];
        return new IndexEntry(
            Date(resource, figures),
            resource.Spec.Severity.ToString(),
            MarkdownText.Escape(resource.Spec.Title),
            string.Join(", ", resource.Spec.Services.Select(s => MarkdownText.Escape(s))),
            figures.Summary?.Duration ?? "",
            figures.Summary?.ErrorBudgetConsumed ?? "",
            items.Count(i => i.State is not (FollowedState.Done or FollowedState.WontDo or FollowedState.Verified)),
            [
                .. items.Where(i => i is { Overdue: true, DueDate: not null } && specs.ContainsKey(i.Id)).Select(i => new OverdueItem(
                    i.DueDate!.Value, $"{MarkdownText.Escape(i.Id)}: {MarkdownText.Escape(specs[i.Id].Title)}", specs[i.Id].Owner is { } owner ? MarkdownText.Escape(owner) : "")),
            ]);
    }

    /// <summary>The lines of front matter, which are YAML. A date is there where the day is known: nothing less is one.</summary>
    public static IReadOnlyList<string> FrontMatter(PostMortem resource, PostMortemStatus figures) =>
    [
        "---",
        $"title: {YamlWriter.Quoted(resource.Spec.Title)}",
        .. Date(resource, figures) is { Length: 10 } date ? [$"date: {date}"] : Array.Empty<string>(),
        $"tags: [{string.Join(", ", resource.Spec.Services.Prepend(resource.Spec.Severity.ToString()).Prepend("post-mortem").Select(YamlWriter.Quoted))}]",
        "---",
    ];

    /// <summary>The day on which the incident began, as the document has it: in its time zone, and no more exact than it is known; empty where nothing is.</summary>
    private static string Date(PostMortem resource, PostMortemStatus figures)
    {
        var times = (figures.Timestamps ?? []).Where(t => t.Name != IncidentTimestampName.IntroducedAt).OrderBy(t => t.Time).ToList();
        var first = times.Find(t => t.Name == IncidentTimestampName.StartedAt) ?? times.FirstOrDefault();
        (DateTimeOffset Time, TimePrecision Precision)? known = first is not null ? (first.Time, first.Precision ?? TimePrecision.Second)
            : resource.Spec.Timeline.MinBy(e => e.At) is { } entry ? (entry.At, entry.Precision)
            : null;
        if (known is not { } began)
        {
            return "";
        }

        var format = began.Precision switch { TimePrecision.Year => "yyyy", TimePrecision.Month => "yyyy-MM", _ => "yyyy-MM-dd" };
        return LocalDays.Of(began.Time, TimeZones.OrUtc(resource.Spec.TimeZone)).ToString(format, CultureInfo.InvariantCulture);
    }
}
