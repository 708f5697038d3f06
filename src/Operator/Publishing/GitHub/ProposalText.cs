using System.Globalization;
using System.Text.RegularExpressions;
using Operator.Api;
using Operator.Core;
using Operator.Core.Documents;
using Operator.Core.FollowUp;
using Operator.Rendering;

namespace Operator.Publishing.GitHub;

/// <summary>What a pull request says of a post-mortem.</summary>
internal static partial class ProposalText
{
    private const int LongestTitle = 200;

    // GitHub takes no more, and each reference that is taken away makes a title longer.
    private const int MostCharacters = 256;
    private const string Label = "post-mortem";

    // What a reader needs in order to decide, of the built-in template.
    private static readonly string[] Parts = ["header", "summary", "action-items"];

    /// <summary>The proposal of a document.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="blocks">The rendered document.</param>
    /// <param name="token">The annotation that asks for another pull request.</param>
    /// <param name="said">What people are known to have said by boxes in the body.</param>
    /// <param name="previous">The pull request that the status names.</param>
    /// <param name="figures">The status as it is published.</param>
    public static Proposal Of(PostMortem resource, IReadOnlyList<DocumentBlock> blocks, string token, IReadOnlyDictionary<string, bool> said, PullRequestStatus? previous, PostMortemStatus figures) => new(
        Title(resource.Spec.Title),
        [.. blocks.Where(b => Parts.Contains(b.Name, StringComparer.Ordinal)).Select(b => b with { Markdown = UnlinkedMarkdown.Of(WithoutRule(b.Markdown), OwnLinks(resource)) }).Append(SignOff(resource, figures)).Where(b => b.Markdown.Length > 0)])
    {
        Labels = [Label, $"severity/{resource.Spec.Severity}"],
        Reviewers = [.. (resource.Spec.Review?.Reviewers ?? []).Select(r => r.Github).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)],
        Approvers = [.. (resource.Spec.Review?.Reviewers ?? []).Where(r => r.Github is not null).Select(r => (r.Name, r.Github!))],
        Token = token,
        Said = said,
        Previous = previous,
    };

    // A link to an action item's ticket is meant to appear there.
    private static HashSet<string> OwnLinks(PostMortem resource) =>
        [.. resource.Spec.ActionItems.Select(a => a.Url).Concat((resource.Status?.ActionItems ?? []).Select(a => a.Issue?.Url)).OfType<string>()];

    private static string WithoutRule(string markdown)
    {
        const string Rule = "---\n";
        var text = markdown.Trim('\n');
        return text.StartsWith(Rule, StringComparison.Ordinal) ? text[Rule.Length..].Trim('\n') : text;
    }

    // Without boxes: who ticks one here is not known, and an approval needs a name.
    private static DocumentBlock SignOff(PostMortem resource, PostMortemStatus figures)
    {
        var changedAt = figures.Document?.FiguresChangedAt;
        var changed = $", older than the figures{(changedAt is { } on ? $", which changed on {Day(on)}" : "")}";
        var reviewers = resource.Spec.Review?.Reviewers ?? [];
        var lines = reviewers.Select(r => $"- {MarkdownText.Line(r.Name)}: {(r.ApprovedAt is { } at ? $"approved {Day(at)}" : "not yet")}{(ApprovalBook.IsOlderThanFigures(r, figures.Approvals, changedAt) ? changed : "")}");
        return new DocumentBlock("approvals", reviewers.Count == 0 ? "" : $"## Approvals\n\n{string.Join('\n', lines)}");
    }

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>
    /// A title as plain text. It becomes the subject of a merge, where GitHub takes @name, #12, GH-12, addresses of issues and commits' names
    /// for references and closes issues; a sign without width keeps it from that.
    /// </summary>
    public static string Title(string text) => Heading($"Post-mortem: {Texts.Line(text, LongestTitle)}");

    /// <summary>Plain text of one line in which GitHub finds no reference, as long as it takes for a title.</summary>
    public static string Heading(string text) => Texts.Cut(Defuse(text), MostCharacters);

    private static string Defuse(string text) => Live().Replace(text, m => m.Value.Insert(m.Groups["after"].Length, $"{MarkdownText.WordJoiner}"));

    [GeneratedRegex(@"(?<after>[@#])(?=[\p{L}\p{N}])|(?<after>GH)-(?=\d)|(?<after>://)|(?<after>\b[0-9a-f])(?=[0-9a-f]{6,39}\b)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Live();
}
