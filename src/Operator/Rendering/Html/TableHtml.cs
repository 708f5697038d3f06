using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace Operator.Rendering.Html;

/// <summary>Tables that scroll on narrow screens, with classes in place of style attributes, which the page's policy forbids.</summary>
internal sealed class TableHtml : HtmlObjectRenderer<Table>
{
    protected override void Write(HtmlRenderer renderer, Table obj)
    {
        renderer.EnsureLine();
        renderer.Write("<div class=\"table\" role=\"region\" aria-label=\"Table\" tabindex=\"0\"><table>\n");
        var body = false;
        foreach (var row in obj.OfType<TableRow>())
        {
            if (row.IsHeader)
            {
                renderer.Write("<thead>\n");
            }
            else if (!body)
            {
                renderer.Write("<tbody>\n");
                body = true;
            }

            Row(renderer, obj, row);
            if (row.IsHeader)
            {
                renderer.Write("</thead>\n");
            }
        }

        renderer.Write(body ? "</tbody>\n</table></div>\n" : "</table></div>\n");
    }

    private static void Row(HtmlRenderer renderer, Table table, TableRow row)
    {
        renderer.Write("<tr>\n");
        for (var i = 0; i < row.Count; i++)
        {
            var alignment = i < table.ColumnDefinitions.Count ? table.ColumnDefinitions[i].Alignment : null;
            var name = row.IsHeader ? "th" : "td";
            renderer.Write('<').Write(name).Write(row.IsHeader ? " scope=\"col\"" : "").Write(alignment switch
            {
                TableColumnAlign.Center => " class=\"center\">",
                TableColumnAlign.Right => " class=\"right\">",
                _ => ">",
            });
            var implicitParagraph = renderer.ImplicitParagraph;
            renderer.ImplicitParagraph = true;
            renderer.Write(row[i]);
            renderer.ImplicitParagraph = implicitParagraph;
            renderer.Write("</").Write(name).Write(">\n");
        }

        renderer.Write("</tr>\n");
    }
}
