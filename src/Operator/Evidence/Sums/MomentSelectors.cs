using System.Text.RegularExpressions;
using Operator.Evidence.Counters;

namespace Operator.Evidence.Sums;

/// <summary>Finds the selectors whose values a query takes as they stand at a moment, without a range: right for gauges and recorded rates, wrong for counters.</summary>
internal static partial class MomentSelectors
{
    private const int Most = 4;

    /// <summary>The selectors, each once, at most four, and whether only the number of their series matters. Those within a subquery have its range.</summary>
    public static IReadOnlyList<(string Selector, bool IsCounted)> In(string query)
    {
        var tokens = QueryTokens.Of(query);
        var found = new List<(string Selector, bool IsCounted)>();
        var calls = new Stack<(bool Counts, bool IsSubquery)>();
        for (var i = 0; i < tokens.Count; i++)
        {
            var next = i + 1 < tokens.Count ? tokens[i + 1] : default;
            if (tokens[i].Is("("))
            {
                calls.Push((i > 0 && Counting().IsMatch(tokens[i - 1].Text), IsSubquery(tokens, i)));
            }
            else if (tokens[i].Is(")"))
            {
                calls.TryPop(out _);
            }
            else if (tokens[i].Kind == QueryTokenKind.Word && Listing().IsMatch(tokens[i].Text) && next.Is("("))
            {
                // Names of labels.
                for (i += 2; i < tokens.Count && !tokens[i].Is(")"); i++)
                {
                }
            }
            else if (tokens[i].Kind == QueryTokenKind.Matchers || (tokens[i].Kind == QueryTokenKind.Word && !next.Is("(") && !Keyword().IsMatch(tokens[i].Text)))
            {
                var hasMatchers = tokens[i].Kind == QueryTokenKind.Word && next.Kind == QueryTokenKind.Matchers;
                var selector = hasMatchers ? tokens[i].Text + next.Text : tokens[i].Text;
                i += hasMatchers ? 1 : 0;
                if (!calls.Any(c => c.IsSubquery) && (i + 1 >= tokens.Count || tokens[i + 1].Kind != QueryTokenKind.Range))
                {
                    found.Add((selector, calls.Any(c => c.Counts)));
                }
            }
        }

        return [.. found.GroupBy(f => f.Selector, f => f.IsCounted, StringComparer.Ordinal).Select(g => (g.Key, g.All(c => c))).Take(Most)];
    }

    /// <summary>A counter by its name whose values a query takes as they stand; null without any.</summary>
    public static string? CounterIn(string query) => In(query).Where(s => !s.IsCounted && IsCounter(s.Selector)).Select(s => s.Selector).FirstOrDefault();

    /// <summary>Whether a selector is a counter by its name: http_requests_total, but not job:http_requests_total:rate5m.</summary>
    public static bool IsCounter(string selector) => Counter().IsMatch(selector);

    /// <summary>Whether a selector may be a counter by its name: those of histograms and summaries, and gauges.</summary>
    public static bool MayBeCounter(string selector) => IsCounter(selector) || Sums().IsMatch(selector);

    /// <summary>Whether the name of a selector or of a function says that it gives a rate, or a share.</summary>
    public static bool SaysRate(string query) => Rate().IsMatch(query);

    private static bool IsSubquery(IReadOnlyList<QueryToken> tokens, int open)
    {
        var depth = 0;
        for (var i = open; i < tokens.Count; i++)
        {
            depth += tokens[i].Is("(") ? 1 : tokens[i].Is(")") ? -1 : 0;
            if (depth == 0)
            {
                return i + 1 < tokens.Count && tokens[i + 1].Kind == QueryTokenKind.Range;
            }
        }

        return false;
    }

    [GeneratedRegex("^(count|group|absent|timestamp|count_values|present_over_time)\\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Counting();

    [GeneratedRegex("^(by|without|on|ignoring|group_left|group_right)\\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Listing();

    [GeneratedRegex(
        "^(and|or|unless|atan2|bool|offset|inf|nan|start|end|group_left|group_right|by|without|on|ignoring|sum|avg|min|max|count|group|stddev|stdvar|topk|bottomk|quantile|count_values|limitk|limit_ratio)\\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Keyword();

    [GeneratedRegex("^(\\w+_(total|bucket)\\b|\\{.*\\b__name__\\s*=\\s*[\"'`]\\w+_(total|bucket)[\"'`])", RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Counter();

    [GeneratedRegex("^\\w+_(count|sum)\\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sums();

    [GeneratedRegex("rate|ratio|burn|per_?sec|per_?s\\b|[_:](r|q|t|e)ps\\b|\\bderiv\\b|percent|availability|throughput", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Rate();
}
