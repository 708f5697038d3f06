using System.Text.RegularExpressions;

namespace Operator.FollowUp;

/// <summary>Whether a query is one expression, and asks of each moment what was so at that moment.</summary>
internal static partial class QueryTimes
{
    /// <summary>What is wrong; null when nothing is.</summary>
    /// <exception cref="RegexMatchTimeoutException">The query takes too long to read.</exception>
    public static string? Problem(string query)
    {
        var depth = 0;
        foreach (var token in Token().Matches(query).Select(t => t.Value))
        {
            depth += token switch { "(" => 1, ")" => -1, _ => 0 };
            if (depth < 0)
            {
                break;
            }

            if (token[0] == '@')
            {
                return "it fixes a time with @, so that the present would count as the past; remove it";
            }

            if (token.StartsWith("offset", StringComparison.OrdinalIgnoreCase))
            {
                return "it has a negative offset, so that the future would count as the past; remove it";
            }
        }

        return depth == 0 ? null : "its parentheses do not match";
    }

    // Strings and comments are one token each, and only a negative offset is one of its own.
    [GeneratedRegex(
        """\#[^\n]*|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|\boffset\s+-|[()@]|[^\s]""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline | RegexOptions.IgnoreCase,
        1000)]
    private static partial Regex Token();
}
