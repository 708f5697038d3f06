using System.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Operator.Rendering.Html;

/// <summary>The text of a heading, a cell or a picture's description as a reader sees it, without any form.</summary>
internal static class InlineText
{
    public static string Of(MarkdownObject node)
    {
        var text = new StringBuilder();
        foreach (var inline in node.Descendants<Inline>())
        {
            _ = inline switch
            {
                LiteralInline literal => text.Append(literal.Content.AsSpan()),
                CodeInline code => text.Append(code.Content),
                HtmlEntityInline entity => text.Append(entity.Transcoded.AsSpan()),
                LineBreakInline => text.Append(' '),
                AutolinkInline link => text.Append(link.Url),
                _ => text,
            };
        }

        return text.ToString();
    }
}
