using System.Globalization;
using Operator.Api;
using Operator.Core.Documents;
using Operator.Manifests;
using Operator.Publishing.Git.Fencing;

namespace Operator.Publishing.Git;

/// <summary>What a repository says of a post-mortem outside its document.</summary>
internal static class GitIndexEntry
{
    /// <summary>The row of the index page.</summary>
    public static IndexEntry Of(PostMortem resource, PostMortemStatus figures, DateOnly day)
    {
        var specs = resource.Spec.ActionItems.ToDictionary(a => a.Id, StringComparer.Ordinal);
        var items = figures.ActionItems ?? [];
        return new IndexEntry(
            day,
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

    /// <summary>The lines of front matter, which are YAML.</summary>
    public static IReadOnlyList<string> FrontMatter(PostMortem resource, DateOnly day) =>
    [
        "---",
        $"title: {YamlWriter.Quoted(resource.Spec.Title)}",
        $"date: {day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}",
        $"tags: [{string.Join(", ", resource.Spec.Services.Prepend(resource.Spec.Severity.ToString()).Prepend("post-mortem").Select(YamlWriter.Quoted))}]",
        "---",
    ];
}
