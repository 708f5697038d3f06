using System.Globalization;
using System.Text;

namespace Operator.Runtime;

/// <summary>
/// Makes the text of others safe for logs, events and conditions, which people read on terminals. The one place for it: alert names,
/// labels and other servers' messages may hold what moves the cursor, changes the direction of writing, or pretends to be another line.
/// </summary>
public static class VisibleText
{
    // Both join characters where words and emojis need it, and show nothing else.
    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;

    /// <summary>
    /// The text on one line: line breaks and tabs become spaces; other control, direction and invisible characters become their number,
    /// such as <c>\u001B</c>. The very same text when it has none of them.
    /// </summary>
    /// <param name="text">Anything.</param>
    public static string Of(string text) => Of(text, keepLines: false);

    /// <summary>The same for a text of several lines that we wrote ourselves, such as a stack trace.</summary>
    /// <param name="text">Anything.</param>
    public static string OfLines(string text) => Of(text, keepLines: true);

    private static string Of(string text, bool keepLines)
    {
        ArgumentNullException.ThrowIfNull(text);
        StringBuilder? shown = null;
        var at = 0;
        while (at < text.Length)
        {
            var isRune = Rune.TryGetRuneAt(text, at, out var rune);
            var length = isRune ? rune.Utf16SequenceLength : 1;
            var replacement = !isRune ? Number(text[at]) : keepLines && rune.Value == '\n' ? null : Replacement(rune);
            if (replacement is not null)
            {
                shown ??= new StringBuilder(text.Length + 16).Append(text, 0, at);
                shown.Append(replacement);
            }
            else
            {
                shown?.Append(text, at, length);
            }

            at += length;
        }

        return shown?.ToString() ?? text;
    }

    private static string? Replacement(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control => rune.Value is '\n' or '\r' or '\t' ? " " : Number(rune.Value),
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => " ",
        UnicodeCategory.Format when rune.Value is not (ZeroWidthJoiner or ZeroWidthNonJoiner) => Number(rune.Value),
        _ => null,
    };

    private static string Number(int value) => string.Create(CultureInfo.InvariantCulture, $"\\u{value:X4}");
}
