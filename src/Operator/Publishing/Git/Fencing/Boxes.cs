using System.Text;
using System.Text.RegularExpressions;
using Operator.Core;

namespace Operator.Publishing.Git.Fencing;

/// <summary>A box that people tick: that of an action item, by its ID, or of a reviewer, by the name.</summary>
/// <param name="Line">The index of its line.</param>
/// <param name="Text">What follows the box, without backslashes.</param>
/// <param name="IsTicked">Whether it is ticked.</param>
internal readonly record struct Box(int Line, string Text, bool IsTicked);

/// <summary>Finds and sets boxes of task lists.</summary>
internal static partial class Boxes
{
    /// <summary>The boxes in some lines.</summary>
    public static IEnumerable<Box> Find(IReadOnlyList<string> lines)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            if (BoxLine().Match(lines[i]) is { Success: true } match)
            {
                yield return new Box(i, Unescape(match.Groups["text"].Value.TrimEnd()), match.Groups["sign"].Value != " ");
            }
        }
    }

    /// <summary>The line with its box ticked or not.</summary>
    public static string Set(string line, bool isTicked) => BoxLine().Replace(line, m => $"{m.Groups["before"].Value}[{(isTicked ? "x" : " ")}] {m.Groups["text"].Value}");

    /// <summary>The subject of a box: the ID of an action item, or null.</summary>
    public static string? ActionItem(Box box) =>
        ItemText().Match(box.Text) is { Success: true } match ? match.Groups["id"].Value.Replace("`", "", StringComparison.Ordinal) : null;

    /// <summary>Whether a box is that of a reviewer: the name, and what the template writes after it.</summary>
    public static bool IsOf(Box box, string reviewer) =>
        box.Text.StartsWith(reviewer, StringComparison.Ordinal) && box.Text[reviewer.Length..] is "" or [' ', '(', ..] or [' ', '-', ' ', ..] or [',', ' ', 'a', 'p', 'p', 'r', 'o', 'v', 'e', 'd', ' ', ..];

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

    private static string Unescape(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length || !char.IsPunctuation(text[i + 1]) && !char.IsSymbol(text[i + 1]))
            {
                plain.Append(text[i]);
            }
        }

        return plain.ToString();
    }

    [GeneratedRegex(@"^(?<before>\s*[-*+] )\[(?<sign>[ xX])\] (?<text>.*)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex BoxLine();

    // A tracker's key, or the part of one that a forge would make a link of, is written as code.
    [GeneratedRegex(@"^\*\*(?<id>[A-Za-z0-9#`][-A-Za-z0-9_./#`]*):\*\*", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ItemText();
}
