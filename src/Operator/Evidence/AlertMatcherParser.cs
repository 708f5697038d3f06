using System.Text;

namespace Operator.Evidence;

/// <summary>
/// Reads matchers as Alertmanager's configuration has them: a label, an operator, and a value with or without double quotes. One text
/// may have several, separated by commas, in braces or not. An escape that means nothing stays as it is, so that "a\.b" is a regular expression.
/// </summary>
internal static class AlertMatcherParser
{
    private static readonly string[] Operators = ["=~", "!~", "!=", "="];

    /// <summary>Reads one text of spec.detection.alerts[].matchers.</summary>
    /// <param name="text">Such as severity=~"page|critical".</param>
    /// <param name="matchers">The matchers; empty when the text is wrong.</param>
    /// <returns>What is wrong; null when it is right.</returns>
    public static string? TryParse(string text, out IReadOnlyList<AlertMatcher> matchers)
    {
        var found = new List<AlertMatcher>();
        matchers = [];
        foreach (var part in Split(Unbraced(text.Trim())))
        {
            if (ParseOne(part, out var matcher) is { } problem)
            {
                return problem;
            }

            found.Add(matcher);
        }

        matchers = found;
        return found.Count > 0 ? null : "has no matcher";
    }

    private static string? ParseOne(string text, out AlertMatcher matcher)
    {
        matcher = default;
        var end = text.IndexOfAny(['=', '!']);
        var label = end < 0 ? text : text[..end].Trim();
        var rest = end < 0 ? "" : text[end..];
        if (Array.Find(Operators, o => rest.StartsWith(o, StringComparison.Ordinal)) is not { } comparison)
        {
            return $"'{text}' has none of the operators =, !=, =~ and !~";
        }

        if (!PromQL.IsLabelName(label))
        {
            return $"'{label}' is not a label name";
        }

        if (Unquote(rest[comparison.Length..].Trim(), out var value) is { } problem)
        {
            return problem;
        }

        matcher = new AlertMatcher(label, comparison, value);
        return null;
    }

    private static string Unbraced(string text) => text is ['{', .., '}'] ? text[1..^1] : text;

    private static IEnumerable<string> Split(string text)
    {
        var (quoted, begin) = (false, 0);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && quoted)
            {
                i++;
            }
            else if (text[i] == '"')
            {
                quoted = !quoted;
            }
            else if (text[i] == ',' && !quoted)
            {
                yield return text[begin..i].Trim();
                begin = i + 1;
            }
        }

        // A comma at the end is allowed.
        if (text[begin..].Trim() is { Length: > 0 } last)
        {
            yield return last;
        }
    }

    private static string? Unquote(string text, out string value)
    {
        var quoted = text is ['"', ..];
        var read = new StringBuilder(text.Length);
        for (var i = quoted ? 1 : 0; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                value = read.ToString();
                return quoted && i == text.Length - 1 ? null : $"{text} has a double quote in its value; write \\\" for it";
            }

            if (text[i] == '\\' && i + 1 < text.Length && text[i + 1] is 'n' or '"' or '\\')
            {
                read.Append(text[++i] == 'n' ? '\n' : text[i]);
            }
            else
            {
                read.Append(text[i]);
            }
        }

        value = read.ToString();
        return quoted ? $"{text} lacks the double quote at its end" : null;
    }
}
