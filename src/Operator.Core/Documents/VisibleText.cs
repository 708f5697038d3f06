using System.Buffers;
using System.Globalization;
using System.Text;

namespace Operator.Core.Documents;

/// <summary>
/// Takes out of text what a reader cannot see and a program can be misled by: control characters, bidirectional controls,
/// zero-width and tag characters, halves of surrogate pairs.
/// </summary>
internal static class VisibleText
{
    private const char ZeroWidthNonJoiner = '\u200C';
    private const char ZeroWidthJoiner = '\u200D';

    // Printable ASCII and line breaks: what most text is made of, and nothing in it goes.
    private static readonly SearchValues<char> PlainLines = SearchValues.Create(
        "\n\t !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    /// <summary>One line: every run of white space becomes one space, none at the ends.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="limit">How many characters are kept.</param>
    /// <param name="cut">The length of the whole text when it was cut.</param>
    public static string Clean(string? text, int limit, out int? cut)
    {
        cut = null;
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        if (IsPlain(text) && text.Length <= limit)
        {
            return text;
        }

        var result = new StringBuilder(Math.Min(text.Length, limit));
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            // Words of visible ASCII are taken whole: queries are long.
            var word = rest.IndexOfAnyExceptInRange('!', '~');
            word = Math.Min(word < 0 ? rest.Length : word, limit - result.Length);
            result.Append(rest[..word]);
            rest = rest[word..];
            if (rest.IsEmpty)
            {
                break;
            }

            Rune.DecodeFromUtf16(rest, out var rune, out var length);
            if (result.Length + rune.Utf16SequenceLength > limit)
            {
                cut = text.Length;
                break;
            }

            rest = rest[length..];
            if (Rune.IsWhiteSpace(rune))
            {
                if (result.Length > 0 && result[^1] != ' ')
                {
                    result.Append(' ');
                }
            }
            else if (IsVisible(rune, result))
            {
                result.Append(rune);
            }
        }

        return TrimEnd(result).ToString();
    }

    /// <summary>Several lines: as <see cref="Clean"/>, but line breaks, indentation and tabs stay.</summary>
    /// <param name="text">Any text.</param>
    public static string CleanLines(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(PlainLines))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '\n' or '\t' || IsVisible(rune, result))
            {
                result.Append(rune);
            }
            else if (rune.Value is 0x2028 or 0x2029)
            {
                result.Append('\n');
            }
        }

        return result.ToString();
    }

    private static bool IsPlain(string text) =>
        !text.AsSpan().ContainsAnyExceptInRange(' ', '~') && text[0] != ' ' && text[^1] != ' ' && !text.Contains("  ", StringComparison.Ordinal);

    private static bool IsVisible(Rune rune, StringBuilder before) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        // Joiners form emoji and letters of several scripts, and never follow Latin text.
        UnicodeCategory.Format => rune.Value is ZeroWidthJoiner or ZeroWidthNonJoiner && before.Length > 0
            && before[^1] > '\u02FF' && before[^1] is not ZeroWidthJoiner and not ZeroWidthNonJoiner,
        UnicodeCategory.OtherNotAssigned => false,
        // Letters that are blank.
        _ => rune.Value is not (0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x034F),
    };

    private static StringBuilder TrimEnd(StringBuilder text)
    {
        while (text.Length > 0 && text[^1] is ' ' or ZeroWidthJoiner or ZeroWidthNonJoiner)
        {
            text.Length--;
        }

        return text;
    }
}
