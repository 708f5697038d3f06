using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Operator.Api;
using Operator.Core.Documents;
using Operator.Publishing.Git.Fencing;

namespace Operator.Publishing.Git;

/// <summary>What a repository says of a post-mortem outside its document.</summary>
internal static partial class GitIndexEntry
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
        $"title: {Quote(resource.Spec.Title)}",
        $"date: {day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}",
        $"tags: [{string.Join(", ", resource.Spec.Services.Prepend(resource.Spec.Severity.ToString()).Prepend("post-mortem").Select(Quote))}]",
        "---",
    ];

    // A JSON string is one of YAML, but for signs beyond 16 bits, which JSON writes as two.
    private static string Quote(string text) => $"\"{Pair().Replace(JsonEncodedText.Encode(text).ToString(), p => $"\\U{char.ConvertToUtf32(Sign(p, "high"), Sign(p, "low")):X8}")}\"";

    private static char Sign(Match pair, string group) => (char)int.Parse(pair.Groups[group].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    // A backslash of the text itself is written as \u005C or as two, so that these are escapes.
    [GeneratedRegex(@"\\u(?<high>D[89AB][0-9A-F]{2})\\u(?<low>D[C-F][0-9A-F]{2})", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pair();
}
