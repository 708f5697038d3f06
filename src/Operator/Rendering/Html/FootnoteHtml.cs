using System.Globalization;
using Markdig.Extensions.Footnotes;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace Operator.Rendering.Html;

/// <summary>The number of a note in the text, and the way back from the note. A colon in ids keeps them apart from those of headings.</summary>
internal sealed class FootnoteLinkHtml : HtmlObjectRenderer<FootnoteLink>
{
    protected override void Write(HtmlRenderer renderer, FootnoteLink obj)
    {
        var note = obj.Footnote.Order.ToString(CultureInfo.InvariantCulture);
        var place = obj.Index.ToString(CultureInfo.InvariantCulture);
        renderer.Write(obj.IsBackLink
            ? $" <a href=\"#note-place:{place}\" aria-label=\"Back to the text of note {note}\">↩</a>"
            : $"<sup><a id=\"note-place:{place}\" href=\"#note:{note}\" aria-label=\"Note {note}\">{note}</a></sup>");
    }
}
