using System.Text.RegularExpressions;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax.Inlines;

namespace Operator.Rendering.Html;

/// <summary>Text, in which no date is broken at its hyphens.</summary>
internal sealed partial class TextHtml : HtmlObjectRenderer<LiteralInline>
{
    protected override void Write(HtmlRenderer renderer, LiteralInline obj)
    {
        var text = obj.Content.AsSpan();
        var written = 0;
        foreach (var date in Date().EnumerateMatches(text))
        {
            renderer.WriteEscape(text[written..date.Index]);
            renderer.Write("<span class=\"date\">").WriteEscape(text.Slice(date.Index, date.Length));
            renderer.Write("</span>");
            written = date.Index + date.Length;
        }

        renderer.WriteEscape(text[written..]);
    }

    [GeneratedRegex("\\b[0-9]{4}-[0-9]{2}-[0-9]{2}\\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Date();
}
