using System.Text;
using System.Text.RegularExpressions;
using Markdig.Extensions.Footnotes;
using Markdig.Syntax;
using Operator.Core.Documents;

namespace Operator.Rendering;

/// <summary>
/// Brings the footnotes of a field to where all readers of Markdown look for them. Of notes within lists and quotations some know nothing and show them as
/// they were written.
/// </summary>
internal static partial class AuthorNotes
{
    private const int Indentation = 4;

    /// <summary>The text with the notes that are written in a list or a quotation at its end.</summary>
    /// <param name="text">The text.</param>
    /// <param name="document">The text as it is read.</param>
    public static string AtTheEnd(string text, MarkdownDocument document)
    {
        var notes = new StringBuilder();
        var edits = new SortedList<int, (int Length, string Text)>();
        foreach (var paragraph in document.Descendants<ParagraphBlock>().Where(p => p.Parent is not MarkdownDocument and not Footnote && !p.Span.IsEmpty))
        {
            var source = text[paragraph.Span.Start..Math.Min(paragraph.Span.End + 1, text.Length)];
            if (!Definition().IsMatch(source))
            {
                continue;
            }

            foreach (var line in source.Split('\n').Select(l => l.TrimStart(' ', '\t', '>')))
            {
                notes.Append(Definition().IsMatch(line) ? "\n\n" : "\n    ").Append(line);
            }

            edits[paragraph.Span.Start] = (source.Length, "");
        }

        return edits.Count == 0 ? text : Apply(text, edits).TrimEnd() + notes;
    }

    /// <summary>The text without footnotes: "as it was[^a]" becomes "as it was (note a)", and its note a paragraph "Note a: …".</summary>
    /// <param name="text">The text.</param>
    /// <param name="document">The text as it is read.</param>
    public static string InPlace(string text, MarkdownDocument document)
    {
        List<Footnote> notes = [.. document.Descendants<Footnote>().Where(n => n.Order > 0)];
        if (notes.Count == 0)
        {
            return text;
        }

        var edits = new SortedList<int, (int Length, string Text)>();
        foreach (var link in document.Descendants<FootnoteLink>().Where(l => !l.IsBackLink && l.Footnote.Label is not null && l.Span.Length > 0))
        {
            edits[link.Span.Start] = (link.Span.Length, $" (note {Name(link.Footnote)})");
        }

        foreach (var note in notes)
        {
            var (start, end) = (text.LastIndexOf("[^", note.Span.Start, StringComparison.Ordinal), Math.Min(note.Span.End + 1, text.Length));
            if (start >= 0)
            {
                var apart = start == 0 || text.AsSpan(0, start).EndsWith("\n\n") ? "" : "\n";
                edits[start] = (end - start, apart + Paragraphs(text[start..end], note));
            }
        }

        return Apply(text, edits);
    }

    private static string Name(Footnote note) => MarkdownText.Escape(note.Label!.TrimStart('^'));

    // References within a note stay as they are: a note of a note is rare, and text is nobody's loss.
    private static string Paragraphs(string source, Footnote note)
    {
        var lines = source[(source.IndexOf(':', StringComparison.Ordinal) + 1)..].Split('\n');
        var body = string.Join('\n', lines.Select(l => l.TrimStart() is var trimmed && l.Length - trimmed.Length <= Indentation ? trimmed : l[Indentation..]));
        return $"Note {Name(note)}: {body.Trim()}";
    }

    private static string Apply(string text, SortedList<int, (int Length, string Text)> edits)
    {
        var result = new StringBuilder();
        var position = 0;
        foreach (var (start, edit) in edits)
        {
            if (start < position)
            {
                continue;
            }

            result.Append(text, position, start - position).Append(edit.Text);
            position = start + edit.Length;
        }

        return result.Append(text, position, text.Length - position).ToString();
    }

    [GeneratedRegex(@"^\[\^[^\]\[\s]{1,100}\]:", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Definition();
}
