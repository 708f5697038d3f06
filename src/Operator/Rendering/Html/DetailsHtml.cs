using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace Operator.Rendering.Html;

/// <summary>A part that is folded away until a reader opens it.</summary>
internal sealed class DetailsHtml : HtmlObjectRenderer<DetailsBlock>
{
    protected override void Write(HtmlRenderer renderer, DetailsBlock obj)
    {
        renderer.EnsureLine();
        renderer.Write("<details>\n<summary>").WriteEscape(obj.Summary).Write("</summary>\n");
        renderer.WriteChildren(obj);
        renderer.EnsureLine();
        renderer.Write("</details>\n");
    }
}
