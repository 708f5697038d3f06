using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace Operator.Rendering.Html;

/// <summary>A block of raw HTML, as text.</summary>
internal sealed class EscapedHtmlBlock : HtmlObjectRenderer<HtmlBlock>
{
    protected override void Write(HtmlRenderer renderer, HtmlBlock obj)
    {
        renderer.Write("<pre>");
        renderer.WriteLeafRawLines(obj, writeEndOfLines: true, escape: true);
        renderer.Write("</pre>\n");
    }
}
