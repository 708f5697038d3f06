using System.Buffers;

namespace Operator.Rendering.Html;

/// <summary>HTML while it is written. Its memory is borrowed: a page is too large to be allocated twice for each rendering.</summary>
internal sealed class HtmlBuffer : IDisposable
{
    private const int UsualPage = 32 * 1024;

    private static readonly SearchValues<char> Signs = SearchValues.Create("&<>\"");

    private char[] _chars = ArrayPool<char>.Shared.Rent(UsualPage);

    public int Length { get; private set; }

    public ReadOnlySpan<char> Written => _chars.AsSpan(0, Length);

    /// <summary>Takes back what was written after a place.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>Text that is HTML already.</summary>
    public HtmlBuffer Append(ReadOnlySpan<char> html)
    {
        if (_chars.Length - Length < html.Length)
        {
            Grow(html.Length);
        }

        html.CopyTo(_chars.AsSpan(Length));
        Length += html.Length;
        return this;
    }

    /// <summary>HTML at an earlier place.</summary>
    public void Insert(int at, ReadOnlySpan<char> html)
    {
        var moved = Length - at;
        Append(html);
        _chars.AsSpan(at, moved).CopyTo(_chars.AsSpan(at + html.Length));
        html.CopyTo(_chars.AsSpan(at));
    }

    /// <summary>Text between tags.</summary>
    public HtmlBuffer Text(ReadOnlySpan<char> text)
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
