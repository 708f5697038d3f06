namespace Operator.Rendering.Html.Plain;

/// <summary>What a line is by its first characters.</summary>
internal static class PlainLine
{
    /// <summary>Whether it is text, at the beginning of a paragraph as well as within one, and can be nothing else.</summary>
    public static bool IsText(ReadOnlySpan<char> line)
    {
        if (line.IsEmpty)
        {
            return false;
        }

        var next = line.Length > 1 ? line[1] : ' ';
        return line[0] switch
        {
            '#' or '>' or '-' or '+' or '=' or '|' or ':' => false,
            // Not a rule nor an item, but emphasis.
            '*' => next is not (' ' or '*') || (next == '*' && line.Length > 2 && line[2] is not (' ' or '*')),
            '_' => next is not (' ' or '_'),
            '`' or '~' => !IsFence(line),
            >= '0' and <= '9' => OrderedMarker(line) == 0,
            var c => !char.IsWhiteSpace(c) && !char.IsControl(c),
        };
    }

    public static bool IsFence(ReadOnlySpan<char> line) => line.StartsWith("```") || line.StartsWith("~~~");

    /// <summary>How many characters "12. " takes; 0 when it is no item's mark. A mark without text counts.</summary>
    public static int OrderedMarker(ReadOnlySpan<char> line)
    {
        var digits = line.IndexOfAnyExceptInRange('0', '9');
        if (digits < 0)
        {
            return 0;
        }

        return digits > 0 && line[digits] is '.' or ')' && (digits + 1 == line.Length || line[digits + 1] is ' ' or '\t') ? digits + 2 : 0;
    }
}
