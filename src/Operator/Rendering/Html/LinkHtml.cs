using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax.Inlines;
using Operator.Core.Documents;

namespace Operator.Rendering.Html;

/// <summary>
/// Links to allowed places; any other link is its text. A picture of a chart is the chart itself, and one that its address holds is
/// shown; other pictures are links, since loading them would tell a stranger who reads the document.
/// </summary>
internal sealed class LinkHtml(IReadOnlyList<SloChart> charts) : HtmlObjectRenderer<LinkInline>
{
    protected override void Write(HtmlRenderer renderer, LinkInline obj)
    {
        if (obj.IsImage && ChartHtml.Find(charts, obj.Url) is { } chart)
        {
            renderer.Write(chart.Svg);
            return;
        }

        if (obj.IsImage && LinkPolicy.IsPicture(obj.Url))
        {
            renderer.Write("<img src=\"").Write(obj.Url).Write("\" alt=\"").Write(HtmlText.Escape(InlineText.Of(obj))).Write("\">");
            return;
        }

        var url = obj.GetDynamicUrl?.Invoke() ?? obj.Url;
        var allowed = LinkPolicy.Allows(url);
        if (allowed)
        {
            renderer.Write("<a href=\"").Write(HtmlText.Escape(url!)).Write("\" rel=\"noopener noreferrer\">");
        }

        renderer.Write(obj.IsImage ? "Picture: " : "");
        renderer.WriteChildren(obj);
        renderer.Write(allowed ? "</a>" : "");
    }
}
