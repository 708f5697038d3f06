using System.Buffers;
using System.Globalization;

namespace Operator.Manifests;

/// <summary>
/// What a scalar without quotes is. kubectl reads YAML 1.1, where yes and on are booleans; the verdict here must be the same as
/// the API server's on what kubectl sends.
/// </summary>
internal static class YamlScalars
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789_.eE+-");

    /// <summary>Decides.</summary>
    /// <param name="text">The scalar.</param>
    /// <param name="number">Its value when it is a number; infinite when it is one that JSON cannot write.</param>
    public static ManifestNodeKind Resolve(string text, out double number)
    {
        number = 0;
        if (text is "" or "~" or "null" or "Null" or "NULL")
        {
            return ManifestNodeKind.Null;
        }

        if (IsTrue(text) || IsFalse(text))
        {
            return ManifestNodeKind.Boolean;
        }

        return TryNumber(text, out number) ? ManifestNodeKind.Number : ManifestNodeKind.String;
    }

    /// <summary>Whether the text is one of the ways to write true.</summary>
    /// <param name="text">A scalar.</param>
    public static bool IsTrue(string text) =>
        text is "true" or "True" or "TRUE" or "y" or "Y" or "yes" or "Yes" or "YES" or "on" or "On" or "ON";

    private static bool IsFalse(string text) =>
        text is "false" or "False" or "FALSE" or "n" or "N" or "no" or "No" or "NO" or "off" or "Off" or "OFF";

    private static bool TryNumber(string text, out double number)
    {
        number = double.PositiveInfinity;
        if (text is ".nan" or ".NaN" or ".NAN" or ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF" or "-.inf" or "-.Inf" or "-.INF")
        {
            return true;
        }

        number = 0;
        var first = text[0] is '-' or '+' ? 1 : 0;
        if (text.Length > 100 || text.Length == first || !(char.IsAsciiDigit(text[first]) || text[first] == '.'))
        {
            return false;
        }

        var plain = text.Replace("_", "", StringComparison.Ordinal);
        return TryPrefixed(plain, out number)
            || (text.AsSpan(first).IndexOfAnyExcept(NumberCharacters) < 0
                && !text.StartsWith("._", StringComparison.Ordinal)
                && double.TryParse(plain, NumberStyles.Float & ~NumberStyles.AllowLeadingWhite & ~NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out number));
    }

    // 0x1F, 0b101, 0o17 and, as in C, 017.
    private static bool TryPrefixed(string text, out double number)
    {
        number = 0;
        var negative = text[0] == '-';
        var digits = text.AsSpan(text[0] is '-' or '+' ? 1 : 0);
        if (digits.Length < 2 || digits[0] != '0')
        {
            return false;
        }

        var (radix, skipped) = digits[1] switch
        {
            'x' or 'X' => (16, 2),
            'b' or 'B' => (2, 2),
            'o' or 'O' => (8, 2),
            _ => (8, 1),
        };
        digits = digits[skipped..];
        if (digits.IsEmpty)
        {
            return false;
        }

        foreach (var c in digits)
        {
            var digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : radix;
            if (digit >= radix)
            {
                return false;
            }

            number = (number * radix) + digit;
        }

        number = negative ? -number : number;
        return true;
    }
}
