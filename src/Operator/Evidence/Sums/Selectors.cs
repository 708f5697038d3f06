using System.Text.RegularExpressions;
using Operator.Evidence.Counters;

namespace Operator.Evidence.Sums;

/// <summary>Finds the series selectors with a range in a query that a person wrote, to estimate what it costs.</summary>
internal static partial class Selectors
{
    private const int Most = 4;

    /// <summary>The selectors, each once, without their ranges; at most four. A query of recorded values has none.</summary>
    public static IReadOnlyList<string> WithRange(string query) =>
        [.. RangeSelector().Matches(query).Select(m => m.Groups["selector"].Value.Trim()).Distinct(StringComparer.Ordinal).Take(Most)];

    /// <summary>All selectors of a query, with a range or without, each once; at most four.</summary>
    public static IReadOnlyList<string> In(string query) => [.. Places(QueryTokens.Of(query)).Select(p => p.Selector).Distinct(StringComparer.Ordinal).Take(Most)];

    /// <summary>The selectors of a query, with the indexes of their first and last word.</summary>
    public static IReadOnlyList<(string Selector, int First, int Last)> Places(IReadOnlyList<QueryToken> tokens)
    {
        var found = new List<(string Selector, int First, int Last)>();
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Kind == QueryTokenKind.Word && Listing().IsMatch(tokens[i].Text) && Is(tokens, i + 1, "("))
            {
                // Names of labels.
                for (i += 2; i < tokens.Count && !tokens[i].Is(")"); i++)
                {
                }
            }
            else if (tokens[i].Kind == QueryTokenKind.Matchers)
            {
                found.Add((tokens[i].Text, i, i));
            }
            else if (tokens[i].Kind == QueryTokenKind.Word && !Is(tokens, i + 1, "(") && !Keyword().IsMatch(tokens[i].Text))
            {
                var last = i + 1 < tokens.Count && tokens[i + 1].Kind == QueryTokenKind.Matchers ? i + 1 : i;
                found.Add((last > i ? tokens[i].Text + tokens[last].Text : tokens[i].Text, i, last));
                i = last;
            }
        }

        return found;
    }

    private static bool Is(IReadOnlyList<QueryToken> tokens, int index, string text) => index < tokens.Count && tokens[index].Is(text);

    [GeneratedRegex("^(by|without|on|ignoring|group_left|group_right)\\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Listing();

    // What stands where a metric may, and is none.
    [GeneratedRegex(
        "^(and|or|unless|atan2|bool|offset|inf|nan|start|end|group_left|group_right|sum|avg|min|max|count|group|stddev|stdvar|topk|bottomk|quantile|count_values|limitk|limit_ratio)\\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Keyword();

    [GeneratedRegex(
        """(?<selector>(?:[a-zA-Z_:][a-zA-Z0-9_:]*\s*)?\{(?:[^{}"'`]|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)*\}|[a-zA-Z_:][a-zA-Z0-9_:]*)\s*\[""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex RangeSelector();
}
