using System.Buffers;

namespace Operator.Rendering.Html.Plain;

/// <summary>Links to allowed places, in the two forms in which documents have them.</summary>
internal static class PlainLinks
{
    private static readonly SearchValues<char> AddressSigns = SearchValues.Create(
        "!#$%'()*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~&\"");

    /// <summary>A link such as &lt;https://example.com&gt;.</summary>
    public static bool TryWriteBare(string source, ref int position, int end, TextBuffer html)
    {
        var length = source.AsSpan(position, end - position).IndexOf('>');
        var address = length < 0 ? "" : source[(position + 1)..(position + length)];
        if (!IsAddress(address))
        {
            return false;
        }

        position += length + 1;
        Open(html, address).Append(HtmlText.Escape(address)).Append("</a>");
        return true;
    }

    /// <summary>A link such as [title](&lt;https://example.com&gt;), in whose address an ampersand is escaped.</summary>
    public static bool TryWriteTitled(string source, ref int position, int end, TextBuffer html, PlainInlines inlines)
    {
        const string Middle = "](<";
        var title = source.AsSpan(position, end - position).IndexOf(Middle, StringComparison.Ordinal);
        var start = position + title + Middle.Length;
        var length = title < 2 ? -1 : source.AsSpan(start, end - start).IndexOf(">)", StringComparison.Ordinal);
        // A single character in brackets may be an item's box.
        if (length < 0 || title == 2 || source[start - Middle.Length - 1] == '\\')
        {
            return false;
        }

        var address = source.AsSpan(start, length).ToString().Replace("\\&", "", StringComparison.Ordinal);
        if (address.Contains('&', StringComparison.Ordinal))
        {
            return false;
        }

        address = source.AsSpan(start, length).ToString().Replace("\\&", "&", StringComparison.Ordinal);
        if (!IsAddress(address))
        {
            return false;
        }

        Open(html, address);
        if (!inlines.TryWrite(position + 1, start - Middle.Length, inLink: true))
        {
            return false;
        }

        html.Append("</a>");
        position = start + length + ">)".Length;
        return true;
    }

    private static bool IsAddress(string text) =>
        text.StartsWith("http", StringComparison.Ordinal) && !text.AsSpan().ContainsAnyExcept(AddressSigns) && LinkPolicy.Allows(text);

    private static TextBuffer Open(TextBuffer html, string address) =>
        html.Append("<a href=\"").Append(HtmlText.Escape(address)).Append("\" rel=\"noopener noreferrer\">");
}
