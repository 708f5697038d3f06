using System.Globalization;
using Markdig.Extensions.Footnotes;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace Operator.Rendering.Html;

/// <summary>The notes, at the end of the document.</summary>
internal sealed class FootnoteGroupHtml : HtmlObjectRenderer<FootnoteGroup>
{
    protected override void Write(HtmlRenderer renderer, FootnoteGroup obj)
    {
        renderer.EnsureLine();
        renderer.Write("<section class=\"notes\" aria-label=\"Notes\">\n<ol>\n");
        foreach (var note in obj.OfType<Footnote>())
        {
            renderer.Write(string.Create(CultureInfo.InvariantCulture, $"<li id=\"note:{note.Order}\">\n"));
            renderer.WriteChildren(note);
            renderer.Write("</li>\n");
        }

        renderer.Write("</ol>\n</section>\n");
    }
}
