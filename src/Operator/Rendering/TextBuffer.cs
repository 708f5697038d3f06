using System.Buffers;
using Operator.Rendering.Html;

namespace Operator.Rendering;

/// <summary>A document while it is written. Its memory is borrowed: a document is too large to be allocated twice for each rendering.</summary>
internal sealed class TextBuffer : IDisposable
{
    private const int UsualLength = 32 * 1024;

    private static readonly SearchValues<char> Signs = SearchValues.Create("&<>\"");

    private char[] _chars = ArrayPool<char>.Shared.Rent(UsualLength);

    public int Length { get; private set; }

    public ReadOnlySpan<char> Written => _chars.AsSpan(0, Length);

    /// <summary>Takes back what was written after a place.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>Text as it is.</summary>
    public TextBuffer Append(ReadOnlySpan<char> text)
    {
        if (_chars.Length - Length < text.Length)
        {
            Grow(text.Length);
        }

        text.CopyTo(_chars.AsSpan(Length));
        Length += text.Length;
        return this;
    }

    /// <summary>Text at an earlier place.</summary>
    public void Insert(int at, ReadOnlySpan<char> text)
    {
        var moved = Length - at;
        Append(text);
        _chars.AsSpan(at, moved).CopyTo(_chars.AsSpan(at + text.Length));
        text.CopyTo(_chars.AsSpan(at));
    }

    /// <summary>Text as HTML shows it between tags.</summary>
    public TextBuffer AppendHtml(ReadOnlySpan<char> text)
    {
        for (var i = text.IndexOfAny(Signs); i >= 0; i = text.IndexOfAny(Signs))
        {
            Append(text[..i]).Append(HtmlText.Entity(text[i]));
            text = text[(i + 1)..];
        }

        return Append(text);
    }

    public void Dispose()
    {
        ArrayPool<char>.Shared.Return(_chars);
        _chars = [];
        Length = 0;
    }

    private void Grow(int more)
    {
        var larger = ArrayPool<char>.Shared.Rent(Math.Max(_chars.Length * 2, Length + more));
        Written.CopyTo(larger);
        ArrayPool<char>.Shared.Return(_chars);
        _chars = larger;
    }
}
