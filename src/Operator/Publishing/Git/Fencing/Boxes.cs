using System.Text.RegularExpressions;
using Operator.Core;
using Operator.Core.Documents;
using Operator.Rendering;
using Operator.Rendering.Html;

namespace Operator.Publishing.Git.Fencing;

/// <summary>A box that people tick: that of an action item, by its ID, or of a reviewer, by the name.</summary>
/// <param name="Line">The index of its line.</param>
/// <param name="Markdown">What follows the box.</param>
/// <param name="IsTicked">Whether it is ticked.</param>
internal readonly record struct Box(int Line, string Markdown, bool IsTicked);

/// <summary>Finds and sets boxes of task lists.</summary>
internal static partial class Boxes
{
    // Longer than any that the operator writes.
    private const int LongestLine = 10_000;

    /// <summary>The boxes in some lines.</summary>
    public static IEnumerable<Box> Find(IReadOnlyList<string> lines)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            if (BoxLine().Match(lines[i]) is { Success: true } match)
            {
                yield return new Box(i, match.Groups["text"].Value.TrimEnd(), match.Groups["sign"].Value != " ");
            }
        }
    }

    /// <summary>The line with its box ticked or not.</summary>
    public static string Set(string line, bool isTicked) => BoxLine().Replace(line, m => $"{m.Groups["before"].Value}[{(isTicked ? "x" : " ")}] {m.Groups["text"].Value}");

    /// <summary>The subject of a box: the ID of an action item, or null.</summary>
    public static string? ActionItem(Box box) =>
        ItemText().Match(box.Markdown) is { Success: true } match ? Visible(match.Groups["id"].Value) : null;

    /// <summary>Whether a box is that of a reviewer: the name, and what the template writes after it.</summary>
    public static bool IsOf(Box box, string reviewer)
    {
        // Signs in a name are written in more ways than one: escaped, as code, with a joiner.
        var (text, name) = (Visible(box.Markdown), Visible(MarkdownText.Line(reviewer)));
        return name.Length > 0 && text.StartsWith(name, StringComparison.Ordinal) && text[name.Length..] is "" or [' ', '(', ..] or [' ', '-', ' ', ..] or [',', ' ', 'a', 'p', 'p', 'r', 'o', 'v', 'e', 'd', ' ', ..];
    }

    /// <summary>What the boxes of a subject say in the operator's blocks of a file; null where there is none, or they contradict each other.</summary>
    /// <param name="text">The file.</param>
    /// <param name="box">One of the boxes.</param>
    public static bool? SignIn(string text, TickedBox box)
    {
        try
        {
            var found = (FencedFile.Parse(text, "")?.Parts ?? []).Where(p => p.Begin is not null).SelectMany(p => Find([.. p.Lines.Select(l => l.TrimEnd('\r'))]))
                .Where(b => box.ActionItem is { } item ? ActionItem(b) == item : IsOf(b, box.Reviewer!)).Select(b => b.IsTicked).Distinct().ToList();
            return found is [var sign] ? sign : null;
        }
        catch (FailureException)
        {
            // What is a block cannot be told.
            return null;
        }
    }

    /// <summary>What a reader sees of a line.</summary>
    private static string Visible(string markdown) =>
        markdown.Length > LongestLine ? markdown : InlineText.Of(Markdig.Markdown.Parse(markdown, MarkdownDialect.Pipeline)).Replace($"{MarkdownText.WordJoiner}", "", StringComparison.Ordinal);

    [GeneratedRegex(@"^(?<before>\s*[-*+] )\[(?<sign>[ xX])\] (?<text>.*)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex BoxLine();

    // A tracker's key, or the part of one that a forge would make a link of, is written as code.
    [GeneratedRegex(@"^\*\*(?<id>[A-Za-z0-9#`\\][-A-Za-z0-9_./#`\\]*):\*\*", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ItemText();
}
