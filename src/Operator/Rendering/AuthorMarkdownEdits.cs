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

    private readonly Dictionary<int, string> _insertions = [];
    private string _ending = "";

    public void Collect(MarkdownDocument document)
    {
        foreach (var node in document.Descendants())
        {
            switch (node)
            {
                case HeadingBlock heading:
                    Demote(heading);
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
    public bool None => _insertions.Count == 0 && _ending.Length == 0;

    public string Apply()
    {
        if (_insertions.Count == 0)
        {
            return source + _ending;
        }

        var result = new StringBuilder(source.Length + (2 * _insertions.Count));
        var position = 0;
        foreach (var (at, text) in _insertions.OrderBy(i => i.Key))
        {
            result.Append(source, position, at - position).Append(text);
            position = at;
        }

        return result.Append(source, position, source.Length - position).Append(_ending).ToString();
    }

    private void Demote(HeadingBlock heading)
    {
        if (heading.Level > OwnLevels)
        {
            return;
        }

        if (!heading.IsSetext)
        {
            Insert(heading.Span.Start, new string('#', OwnLevels));
            return;
        }

        // The underline of a setext heading has no deeper form: escaped, it is text beneath a paragraph.
        var underline = source.LastIndexOfAny(['=', '-'], Math.Min(heading.Span.End, source.Length - 1));
        var lineStart = underline < 0 ? -1 : source.LastIndexOf('\n', underline);
        if (lineStart >= 0)
        {
            var first = source.IndexOfAny(['=', '-'], lineStart);
            Insert(first, "\\");
        }
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

    private void Insert(int at, string text) => _insertions[at] = text;
}
