using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Operator.Core.Documents;

namespace Operator.Rendering.Html;

/// <summary>Paragraphs; one that holds nothing but a chart is a figure.</summary>
internal sealed class ParagraphHtml(IReadOnlyList<SloChart> charts) : HtmlObjectRenderer<ParagraphBlock>
{
    private readonly ParagraphRenderer _ordinary = new();

    protected override void Write(HtmlRenderer renderer, ParagraphBlock obj)
    {
        if (obj.Inline is { FirstChild: LinkInline { IsImage: true, NextSibling: null } link } && ChartHtml.Find(charts, link.Url) is { } chart)
        {
            renderer.EnsureLine();
            renderer.Write("<figure tabindex=\"0\" aria-label=\"Chart: ").Write(HtmlText.Escape(chart.SloName)).Write("\">\n").Write(chart.Svg).Write("</figure>\n");
            return;
        }

        _ordinary.Write(renderer, (MarkdownObject)obj);
    }
}
