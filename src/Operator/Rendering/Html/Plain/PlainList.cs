namespace Operator.Rendering.Html.Plain;

/// <summary>
/// A list of paragraphs: points with boxes and with points beneath them, or numbers from 1, with or without blank lines between.
/// </summary>
internal sealed class PlainList(SourceLines lines, PlainInlines inlines, TextBuffer html)
{
    private const string Checked = "<input type=\"checkbox\" disabled checked aria-label=\"Done\">";
    private const string Unchecked = "<input type=\"checkbox\" disabled aria-label=\"Not done\">";

    public static bool Begins(ReadOnlySpan<char> line) => line.StartsWith("- ", StringComparison.Ordinal) || PlainLine.OrderedMarker(line) > 0;

    public bool TryWrite() => lines.Current[0] == '-' ? Points("") : Numbers();

    private bool Points(string indent)
    {
        var mark = indent + "- ";
        var boxes = Box(lines.Start + mark.Length) is not null;
        html.Append(boxes ? "<ul class=\"contains-task-list\">\n" : "<ul>\n");
        while (lines.Current.StartsWith(mark, StringComparison.Ordinal))
        {
            var start = lines.Start + mark.Length;
            var box = Box(start);
            // A box further down would have changed what was written at the beginning.
            if ((box is not null && !boxes) || !Item(box is null ? start : start + "[ ]".Length, box))
            {
                return false;
            }

            if (indent.Length == 0 && lines.Current.StartsWith("  - ", StringComparison.Ordinal))
            {
                html.Append("\n");
                if (!Points("  "))
                {
                    return false;
                }
            }

            html.Append("</li>\n");
        }

        html.Append("</ul>\n");
        return indent.Length > 0 || IsOver();
    }

    private bool Item(int start, string? box)
    {
        html.Append(box is null ? "<li>" : "<li class=\"task-list-item\">").Append(box ?? "");
        var end = lines.End;
        var text = lines.Text.AsSpan(start, Math.Max(0, end - start));
        // After a box comes its space.
        var isText = box is null ? PlainLine.IsText(text) : text.Length > 1 && text[0] == ' ' && text.ContainsAnyExcept(' ');
        lines.MoveNext();
        return isText && text[^1] != ' ' && inlines.TryWrite(start, end);
    }

    private string? Box(int start) => start + 3 <= lines.End && lines.Text[start] == '[' && lines.Text[start + 2] == ']'
        ? lines.Text[start + 1] switch { 'x' or 'X' => Checked, ' ' => Unchecked, _ => null }
        : null;

    private bool Numbers()
    {
        if (!lines.Current.StartsWith("1. ", StringComparison.Ordinal))
        {
            return false;
        }

        var (loose, more) = (IsLoose(), true);
        html.Append("<ol>\n");
        while (more)
        {
            html.Append(loose ? "<li><p>" : "<li>");
            if (!Number())
            {
                return false;
            }

            html.Append(loose ? "</p>\n</li>\n" : "</li>\n");
            more = Continues(lines.Current);
            if (loose && more)
            {
                // Some with a blank line between and some without: nobody writes that on purpose.
                return false;
            }

            if (loose && lines.IsBlank && Continues(lines.Following))
            {
                lines.MoveNext();
                more = true;
            }
        }

        html.Append("</ol>\n");
        return IsOver();
    }

    private bool Number()
    {
        var start = lines.Start + PlainLine.OrderedMarker(lines.Current);
        var end = lines.End;
        if (start >= end || !PlainLine.IsText(lines.Text.AsSpan(start, end - start)))
        {
            return false;
        }

        for (lines.MoveNext(); !lines.IsBlank && !Continues(lines.Current); lines.MoveNext())
        {
            var line = lines.Current.TrimStart(' ');
            if (lines.Current.Length - line.Length is < 1 or > 3 || !PlainLine.IsText(line))
            {
                return false;
            }

            end = lines.End;
        }

        return lines.Text[end - 1] != ' ' && inlines.TryWrite(start, end);
    }

    private static bool Continues(ReadOnlySpan<char> line) =>
        PlainLine.OrderedMarker(line) is > 0 and var mark && mark < line.Length && line[mark - 2] == '.';

    // Blank lines between items make paragraphs of all of them, which must be known before the first is written.
    private bool IsLoose()
    {
        var gap = lines.Text.AsSpan(lines.Start).IndexOf("\n\n", StringComparison.Ordinal);
        return gap >= 0 && Continues(lines.LineAt(lines.Start + gap + 2));
    }

    // What is indented after a blank line, or begins another list, may belong to this one.
    private bool IsOver()
    {
        if (!lines.IsBlank)
        {
            return false;
        }

        while (lines.IsBlank && !lines.Ended)
        {
            lines.MoveNext();
        }

        return lines.Ended || (lines.Current[0] != ' ' && !Begins(lines.Current));
    }
}
