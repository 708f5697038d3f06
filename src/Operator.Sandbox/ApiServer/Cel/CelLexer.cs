using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Operator.Sandbox.ApiServer.Cel;

/// <summary>Splits a rule into tokens: names and operators as text, literals as values.</summary>
internal static partial class CelLexer
{
    internal sealed record Token(string Text, object? Value = null, bool IsLiteral = false);

    public static List<Token> Read(string rule)
    {
        var tokens = new List<Token>();
        var at = 0;
        while (at < rule.Length)
        {
            var match = Pattern().Match(rule, at);
            if (!match.Success || match.Index != at || match.Length == 0)
            {
                throw new CelException($"Syntax error: token recognition error at: '{rule[at]}'");
            }

            at += match.Length;
            if (match.Groups["space"].Success)
            {
                continue;
            }

            tokens.Add(ToToken(match));
        }

        return tokens;
    }

    private static Token ToToken(Match match)
    {
        var text = match.Value;
        if (match.Groups["real"].Success)
        {
            return new Token(text, double.Parse(text, CultureInfo.InvariantCulture), IsLiteral: true);
        }

        if (match.Groups["whole"].Success)
        {
            var digits = text.TrimEnd('u', 'U');
            var value = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
                ? long.Parse(digits.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
                : long.Parse(digits, CultureInfo.InvariantCulture);
            return new Token(text, value, IsLiteral: true);
        }

        return match.Groups["text"].Success ? new Token(text, Unquote(text), IsLiteral: true) : new Token(text);
    }

    private static string Unquote(string text)
    {
        var isRaw = text[0] is 'r' or 'R';
        var quoted = isRaw ? text[1..] : text;
        var width = quoted.StartsWith("\"\"\"", StringComparison.Ordinal) || quoted.StartsWith("'''", StringComparison.Ordinal) ? 3 : 1;
        var inner = quoted[width..^width];
        if (isRaw || !inner.Contains('\\', StringComparison.Ordinal))
        {
            return inner;
        }

        var result = new StringBuilder();
        for (var i = 0; i < inner.Length; i++)
        {
            if (inner[i] != '\\' || ++i >= inner.Length)
            {
                result.Append(inner[i]);
                continue;
            }

            result.Append(inner[i] switch
            {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                'u' => (char)Convert.ToInt32(inner[(i + 1)..(i + 5)], 16),
                var other => other,
            });
            i += inner[i] is 'u' ? 4 : 0;
        }

        return result.ToString();
    }

    [GeneratedRegex("""
        (?<space>\s+|//[^\n]*)
        |(?<text>[rR]?(?:\"{3}[\s\S]*?\"{3}|'{3}[\s\S]*?'{3}|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'))
        |(?<real>\d+\.\d+(?:[eE][-+]?\d+)?|\d+[eE][-+]?\d+)
        |(?<whole>0[xX][0-9a-fA-F]+[uU]?|\d+[uU]?)
        |(?<name>[A-Za-z_][A-Za-z0-9_]*)
        |(?<operator>==|!=|<=|>=|&&|\|\||[-+*/%!<>?:.,()\[\]{}])
        """, RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pattern();
}
