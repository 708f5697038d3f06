namespace Operator.Rendering.Html.Plain;

/// <summary>Goes through a text line by line; what reads a block leaves the line after it as the current one.</summary>
internal sealed class SourceLines
{
    private int _next;

    public SourceLines(string text)
    {
        Text = text;
        MoveNext();
    }

    public string Text { get; }

    public int Start { get; private set; }

    /// <summary>The place after the current line's last character.</summary>
    public int End { get; private set; }

    public bool Ended { get; private set; }

    public ReadOnlySpan<char> Current => Text.AsSpan(Start, End - Start);

    /// <summary>The line after the current one; empty when there is none.</summary>
    public ReadOnlySpan<char> Following => LineAt(_next);

    /// <summary>Whether a block is over: there is nothing on this line, or no line.</summary>
    public bool IsBlank => Start == End;

    public ReadOnlySpan<char> LineAt(int start)
    {
        var rest = start < Text.Length ? Text.AsSpan(start) : [];
        var length = rest.IndexOf('\n');
        return length < 0 ? rest : rest[..length];
    }

    public void MoveNext()
    {
        Ended = _next >= Text.Length;
        if (Ended)
        {
            Start = End = Text.Length;
            return;
        }

        Start = _next;
        End = Start + LineAt(Start).Length;
        _next = End + 1;
    }
}
