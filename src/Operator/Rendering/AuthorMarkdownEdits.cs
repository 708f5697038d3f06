using System.Text;
using Markdig.Extensions.Footnotes;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Operator.Rendering;

/// <summary>Collects what must change in a person's Markdown, by place in the source, and changes it.</summary>
internal sealed class AuthorMarkdownEdits(string source)
{
    // Sections of the document are headings of level 1 to 3 (4 where there are several objectives).
    private const int OwnLevels = 3;

    private const int Lowest = 6;

    private readonly HashSet<Edit> _edits = [];
    private string _ending = "";

    public void Collect(MarkdownDocument document)
    {
        var sink = 0;
        foreach (var heading in document.Descendants<HeadingBlock>())
        {
            sink = Math.Max(sink, OwnLevels + 1 - heading.Level);
        }

        foreach (var node in document.Descendants())
        {
            switch (node)
            {
                case HeadingBlock heading:
                    Demote(heading, Math.Min(heading.Level + sink, Lowest));
                    break;
                case FencedCodeBlock { ClosingFencedCharCount: 0, Parent: MarkdownDocument } fence:
                    _ending = "\n" + new string(fence.FencedChar, fence.OpeningFencedCharCount);
                    break;
                case LinkReferenceDefinition definition when definition is not FootnoteLinkReferenceDefinition && !LinkPolicy.Allows(definition.Url):
                    ShowAsText(definition);
                    break;
                case LinkInline { IsAutoLink: false } link when !LinkPolicy.Allows(link.Url) && !(link is { IsImage: true, Reference: null } && LinkPolicy.IsPicture(link.Url)):
                    ShowAsText(link);
                    break;
                case AutolinkInline link when !link.IsEmail && !LinkPolicy.Allows(link.Url):
                    ShowAsText(link);
                    break;
                case LiteralInline literal:
                    EscapeHtml(literal);
                    break;
            }
        }
    }

    /// <summary>Whether nothing had to change.</summary>
    public bool None => _edits.Count == 0 && _ending.Length == 0;

    public string Apply()
    {
        if (_edits.Count == 0)
        {
            return source + _ending;
        }

        var result = new StringBuilder(source.Length + (2 * _edits.Count));
        var position = 0;
        foreach (var edit in _edits.OrderBy(e => e.At).ThenBy(e => e.Rank))
        {
            result.Append(source, position, edit.At - position).Append(edit.Text);
            position = edit.At + edit.Removed;
        }

        return result.Append(source, position, source.Length - position).Append(_ending).ToString();
    }

    // The first heading of a field is one below the document's own, and those below it keep their distance.
    private void Demote(HeadingBlock heading, int level)
    {
        if (!heading.IsSetext)
        {
            if (level > heading.Level)
            {
                _edits.Add(new(heading.Span.Start, 0, 0, new string('#', level - heading.Level)));
            }

            return;
        }

        // An underline has no deeper form: a sign before the heading does the same.
        var end = Math.Min(heading.Span.End, source.Length - 1);
        var underline = source.LastIndexOfAny(['=', '-'], end);
        var lineStart = underline < 0 ? -1 : source.LastIndexOf('\n', underline);
        if (lineStart < 0)
        {
            return;
        }

        var first = source.IndexOfAny(['=', '-'], lineStart);
        var text = source.AsSpan(heading.Span.Start, Math.Max(0, lineStart - heading.Span.Start)).TrimEnd();
        if (text.Contains('\n') || text.TrimEnd('#') is var open && open.Length < text.Length && (open.Length == 0 || char.IsWhiteSpace(open[^1])))
        {
            // Such a heading has no other form: escaped, its underline is text beneath a paragraph.
            Insert(first, "\\");
            return;
        }

        _edits.Add(new(heading.Span.Start, 0, 0, new string('#', level) + " "));
        _edits.Add(new(first, 0, underline + 1 - first, ""));
    }

    // What was a link's address is text from here on, and must not turn out to be HTML.
    private void ShowAsText(MarkdownObject link)
    {
        EscapeHtml(link);
        Insert(link.Span.Start, "\\");
    }

    private void EscapeHtml(MarkdownObject text)
    {
        for (var i = text.Span.Start; i <= text.Span.End && i < source.Length; i++)
        {
            if (source[i] == '<' && (i == 0 || source[i - 1] != '\\'))
            {
                Insert(i, "\\");
            }
        }
    }

    private void Insert(int at, string text) => _edits.Add(new(at, 1, 0, text));

    /// <summary>A change of the source.</summary>
    /// <param name="At">Where.</param>
    /// <param name="Rank">Which comes first of two at one place: the sign of a heading before an escape.</param>
    /// <param name="Removed">How many characters go.</param>
    /// <param name="Text">What comes in their place.</param>
    private sealed record Edit(int At, int Rank, int Removed, string Text);
}
