namespace Operator.Rendering.Html.Plain;

/// <summary>A table whose rows begin and end with a pipe and have as many cells as its header.</summary>
internal sealed class PlainTable(SourceLines lines, PlainInlines inlines, TextBuffer html)
{
    private readonly List<string> _columns = [];

    public bool TryWrite()
    {
        var (start, end) = (lines.Start, lines.End);
        lines.MoveNext();
        if (!Columns(lines.Current))
        {
            return false;
        }

        html.Append("<div class=\"table\" role=\"region\" aria-label=\"Table\" tabindex=\"0\"><table>\n<thead>\n");
        if (!Row(start, end, "th"))
        {
            return false;
        }

        html.Append("</thead>\n");
        lines.MoveNext();
        html.Append(lines.IsBlank ? "" : "<tbody>\n");
        var body = !lines.IsBlank;
        for (; !lines.IsBlank; lines.MoveNext())
        {
            if (!Row(lines.Start, lines.End, "td"))
            {
                return false;
            }
        }

        html.Append(body ? "</tbody>\n</table></div>\n" : "</table></div>\n");
        return true;
    }

    private bool Columns(ReadOnlySpan<char> line)
    {
        if (line.Length < 3 || line[0] != '|' || line[^1] != '|')
        {
            return false;
        }

        foreach (var part in line[1..^1].Split('|'))
        {
            var column = line[1..^1][part].Trim(' ');
            var dashes = column.Trim(':');
            if (dashes.IsEmpty || dashes.ContainsAnyExcept('-') || column.Length - dashes.Length > 2 || column.StartsWith("::") || column.EndsWith("::"))
            {
                return false;
            }

            _columns.Add((column[0], column[^1]) switch { (':', ':') => " class=\"center\">", (_, ':') => " class=\"right\">", _ => ">" });
        }

        return true;
    }

    private bool Row(int start, int end, string name)
    {
        var text = lines.Text;
        if (end - start < 2 || text[start] != '|' || text[end - 1] != '|')
        {
            return false;
        }

        html.Append("<tr>\n");
        var (cell, count, rule) = (start + 1, 0, true);
        for (var i = cell; i < end; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == '|')
            {
                if (count == _columns.Count || !Cell(cell, i, name, _columns[count]))
                {
                    return false;
                }

                rule &= !text.AsSpan(cell, i - cell).ContainsAnyExcept(" -:");
                cell = i + 1;
                count++;
            }
        }

        // A row of dashes may be another header's end.
        if (rule || cell != end || count != _columns.Count)
        {
            return false;
        }

        html.Append("</tr>\n");
        return true;
    }

    private bool Cell(int start, int end, string name, string attributes)
    {
        html.Append("<").Append(name).Append(name == "th" ? " scope=\"col\"" : "").Append(attributes);
        while (start < end && lines.Text[start] == ' ')
        {
            start++;
        }

        while (start < end && lines.Text[end - 1] == ' ')
        {
            end--;
        }

        // White space of other kinds goes too, but only there.
        var plain = start == end || !(char.IsWhiteSpace(lines.Text[start]) || char.IsWhiteSpace(lines.Text[end - 1]));
        var written = plain && inlines.TryWrite(start, end);
        html.Append("</").Append(name).Append(">\n");
        return written;
    }
}
