using System.Text;
using Markdig.Extensions.Footnotes;
using Markdig.Syntax;
using Operator.Core.Documents;

namespace Operator.Rendering;

/// <summary>
/// Writes the footnotes of a field that stands in a list or in a quotation as paragraphs below it. Readers of Markdown do not agree on notes in there: some
/// show them at the end of the page, others as they were written.
/// </summary>
internal static class AuthorNotes
{
    private const int Indentation = 4;

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
}
