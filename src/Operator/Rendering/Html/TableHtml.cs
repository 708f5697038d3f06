using System.Globalization;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace Operator.Rendering.Html;

/// <summary>
/// Tables with classes in place of style attributes, which the page's policy forbids. On a narrow screen a table of few columns scrolls
/// where it must; in one of many each cell says its heading.
/// </summary>
internal sealed class TableHtml : HtmlObjectRenderer<Table>
{
    private int _count;

    protected override void Write(HtmlRenderer renderer, Table obj)
    {
        var columns = new TableColumns(obj);
        renderer.EnsureLine();
        renderer.Write("<div class=\"table\" role=\"region\" aria-label=\"")
            .Write(HtmlText.Escape(string.Create(CultureInfo.InvariantCulture, $"Table {++_count}: {columns.Title}")))
            .Write("\" tabindex=\"0\"><table")
            .Write(columns.AreMany ? " class=\"many\">\n" : ">\n");
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

            Row(renderer, obj, row, columns);
            if (row.IsHeader)
            {
                renderer.Write("</thead>\n");
            }
        }

        renderer.Write(body ? "</tbody>\n</table></div>\n" : "</table></div>\n");
    }

    private static void Row(HtmlRenderer renderer, Table table, TableRow row, TableColumns columns)
    {
        renderer.Write("<tr>\n");
        for (var i = 0; i < row.Count; i++)
        {
            Cell(renderer, table, row, columns, i);
        }

        renderer.Write("</tr>\n");
    }

    private static void Cell(HtmlRenderer renderer, Table table, TableRow row, TableColumns columns, int column)
    {
        var alignment = column < table.ColumnDefinitions.Count ? table.ColumnDefinitions[column].Alignment : null;
        var name = row.IsHeader ? "th" : "td";
        var classes = string.Join(' ', new[] { columns.Class(column), alignment switch { TableColumnAlign.Center => "center", TableColumnAlign.Right => "right", _ => null } }.OfType<string>());
        renderer.Write('<').Write(name).Write(row.IsHeader ? " scope=\"col\"" : "");
        if (classes.Length > 0)
        {
            renderer.Write(" class=\"").Write(classes).Write("\"");
        }

        if (columns.AreMany && !row.IsHeader && columns.Heading(column).Length > 0)
        {
            renderer.Write(" data-label=\"").Write(HtmlText.Escape(columns.Heading(column))).Write("\"");
        }

        renderer.Write('>');
        var implicitParagraph = renderer.ImplicitParagraph;
        renderer.ImplicitParagraph = true;
        renderer.Write(row[column]);
        renderer.ImplicitParagraph = implicitParagraph;
        renderer.Write("</").Write(name).Write(">\n");
    }
}
