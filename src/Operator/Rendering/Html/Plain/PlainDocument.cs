using System.Buffers;
using System.Text;
using Operator.Core.Documents;

namespace Operator.Rendering.Html.Plain;

/// <summary>
/// Writes plain Markdown as HTML in one pass, without a tree: headings, paragraphs, flat lists, tables, fences, notices. It knows
/// only what can be read in one way and refuses anything else, which the whole parser then reads; what it does write is, to the
/// byte, what the parser would have given (tests hold the two together). The built-in template writes nothing else, and most
/// people do not either; a full parse costs ten times as much.
/// </summary>
/// <param name="source">The Markdown.</param>
/// <param name="html">Where to write.</param>
/// <param name="charts">Charts that a picture may name.</param>
internal sealed class PlainDocument(string source, TextBuffer html, IReadOnlyList<SloChart> charts)
{
    // Line ends of other systems, and what the parser replaces.
    private static readonly SearchValues<char> Unusual = SearchValues.Create("\r\0");

    private readonly SourceLines _lines = new(source);
    private readonly PlainInlines _inlines = new(source, html);
    private DocumentHeadings? _headings;
    private StringBuilder? _words;
    private bool _lineOpen;
    private int _blocks;
    private int _paragraphs;

    /// <summary>The title, the sections and the ids of the headings that were written.</summary>
    public DocumentHeadings Headings => _headings ??= new();

    /// <summary>Whether there is a heading that has an id: one of the document's own levels.</summary>
    public bool HasHeadings => _headings is not null;

    /// <summary>Whether all of it is one paragraph.</summary>
    public bool IsParagraph => _blocks == 1 && _paragraphs == 1;

    /// <summary>Writes all of it.</summary>
    /// <returns>Whether all of it is plain; if not, what was written is of no use.</returns>
    public bool TryWrite()
    {
        if (source.AsSpan().ContainsAny(Unusual))
        {
            return false;
        }

        while (!_lines.Ended)
        {
            if (_lines.IsBlank)
            {
                _lines.MoveNext();
                continue;
            }

            if (!Block())
            {
                return false;
            }

            _blocks++;
        }

        return true;
    }

    private bool Block()
    {
        var line = _lines.Current;
        switch (line[0])
        {
            case '#':
                return Heading();
            case '-' when line is "---":
                // The parser's own writer of rules ends no line.
                html.Append("<hr />\n");
                _lineOpen = false;
                _lines.MoveNext();
                return true;
            case '>':
                return Notice();
            case '|':
                EndLine();
                _lineOpen = true;
                return new PlainTable(_lines, _inlines, html).TryWrite();
            case '`' or '~' when PlainLine.IsFence(line):
                EndLine();
                return PlainFence.TryWrite(_lines, html);
            case '!' when line is ['!', '[', ..]:
                return Figure();
            case '-' or (>= '0' and <= '9') when PlainList.Begins(line):
                EndLine();
                return new PlainList(_lines, _inlines, html).TryWrite();
            default:
                EndLine();
                return Paragraph();
        }
    }

    private bool Heading()
    {
        var line = _lines.Current;
        var level = line.IndexOfAnyExcept('#');
        if (level is < 1 or > 6 || line.Length < level + 2 || line[level] != ' ' || line[level + 1] == ' ' || line[^1] is ' ' or '#')
        {
            return false;
        }

        var name = "h" + (char)('0' + level);
        html.Append("<").Append(name);
        var tag = html.Length;
        _words = (_words ?? new()).Clear();
        if (!_inlines.TryWrite(_lines.Start + level + 1, _lines.End, _words))
        {
            return false;
        }

        if (level <= DocumentHeadings.Lowest)
        {
            var id = Headings.Add(level, _words.ToString());
            html.Insert(tag, $" id=\"{HtmlText.Escape(id)}\">");
        }
        else
        {
            html.Insert(tag, ">");
        }

        html.Append("</").Append(name).Append(">\n");
        _lineOpen = false;
        _lines.MoveNext();
        return true;
    }

    private bool Paragraph()
    {
        var (start, end) = (_lines.Start, _lines.Start);
        while (!_lines.IsBlank)
        {
            if (!PlainLine.IsText(_lines.Current))
            {
                return false;
            }

            end = _lines.End;
            _lines.MoveNext();
        }

        html.Append("<p>");
        if (source[end - 1] == ' ' || !_inlines.TryWrite(start, end))
        {
            return false;
        }

        html.Append("</p>\n");
        _paragraphs++;
        return true;
    }

    private bool Notice()
    {
        var (start, end) = (_lines.Start, _lines.End);
        _lines.MoveNext();
        if (end - start < 3 || source[start + 1] != ' ' || !PlainLine.IsText(source.AsSpan(start + 2, end - start - 2))
            || source[end - 1] == ' ' || !_lines.IsBlank)
        {
            return false;
        }

        EndLine();
        html.Append("<blockquote>\n<p>");
        if (!_inlines.TryWrite(start + 2, end))
        {
            return false;
        }

        html.Append("</p>\n</blockquote>\n");
        return true;
    }

    // A chart on a line of its own. Other pictures are links, and rare.
    private bool Figure()
    {
        var (start, end) = (_lines.Start + 2, _lines.End);
        var middle = _lines.Current.LastIndexOf("](", StringComparison.Ordinal);
        _lines.MoveNext();
        if (middle < 2 || source[end - 1] != ')' || !_lines.IsBlank)
        {
            return false;
        }

        EndLine();
        var written = html.Length;
        middle += start - 2;
        if (source[middle - 1] == '\\' || ChartHtml.Find(charts, source[(middle + 2)..(end - 1)]) is not { } chart
            || !_inlines.TryWrite(start, middle, inLink: true))
        {
            return false;
        }

        // The description is in the chart itself.
        html.Truncate(written);
        html.Append("<figure>\n").Append(chart.Svg).Append("</figure>\n");
        _lineOpen = true;
        return true;
    }

    private void EndLine()
    {
        html.Append(_lineOpen ? "\n" : "");
        _lineOpen = false;
    }
}
