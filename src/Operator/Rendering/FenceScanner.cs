namespace Operator.Rendering;

/// <summary>
/// Tells which lines of a text stand in fenced code, whose content costs the parser nothing. Where that depends on the blocks
/// around a fence, no further line is said to stand in one.
/// </summary>
internal ref struct FenceScanner
{
    private const int ShortestFence = 3;
    private const int DeepestFence = 3;

    private char _sign;
    private int _length;
    private int _indent;
    private bool _unsure;

    /// <summary>The line that would end the fence that is open; null when none is.</summary>
    public readonly string? Closing => _length == 0 ? null : new string(' ', _indent) + new string(_sign, _length);

    /// <summary>Takes the next line.</summary>
    /// <returns>Whether it is the content of a fence, or its end.</returns>
    public bool IsCode(ReadOnlySpan<char> line)
    {
        var text = line.TrimStart(' ');
        var indent = line.Length - text.Length;
        if (_length == 0)
        {
            Open(text, indent);
            return false;
        }

        var run = Run(text, _sign);
        var closes = run >= _length && text[run..].IsWhiteSpace();
        if (!text.IsWhiteSpace() && _indent > 0 && (indent < _indent || (closes && indent > DeepestFence)))
        {
            // A list that the fence may stand in may end here.
            (_unsure, _length) = (true, 0);
            return false;
        }

        _length = closes && indent <= DeepestFence ? 0 : _length;
        return true;
    }

    private void Open(ReadOnlySpan<char> text, int indent)
    {
        var sign = text.IsEmpty ? '\0' : text[0];
        if (_unsure || indent > DeepestFence || sign is not ('`' or '~'))
        {
            return;
        }

        var run = Run(text, sign);
        if (run >= ShortestFence && (sign == '~' || !text[run..].Contains('`')))
        {
            (_sign, _length, _indent) = (sign, run, indent);
        }
    }

    private static int Run(ReadOnlySpan<char> text, char sign)
    {
        var length = text.IndexOfAnyExcept(sign);
        return length < 0 ? text.Length : length;
    }
}
