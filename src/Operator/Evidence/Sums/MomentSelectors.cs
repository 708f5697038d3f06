using System.Text.RegularExpressions;
using Operator.Evidence.Counters;

namespace Operator.Evidence.Sums;

/// <summary>Finds the selectors whose values a query takes as they stand at a moment, without a range: right for gauges and recorded rates, wrong for counters.</summary>
internal static partial class MomentSelectors
{
    private const int Most = 4;

    /// <summary>The selectors, each once, at most four, and whether only the number of their series matters, or whether they pass a bound. Those within a subquery have its range.</summary>
    public static IReadOnlyList<(string Selector, bool IsCounted)> In(string query)
    {
        var tokens = QueryTokens.Of(query);
        return
        [
            .. Selectors.Places(tokens)
                .Where(p => !IsRange(tokens, p.Last + 1))
                .Select(p => (p.Selector, Around: Around(tokens, p.First), IsVerdict: IsVerdict(tokens, p.Last + 1)))
                .Where(p => !p.Around.Exists(open => IsSubquery(tokens, open)))
                .GroupBy(p => p.Selector, p => p.IsVerdict || p.Around.Exists(open => open > 0 && Counting().IsMatch(tokens[open - 1].Text)), StringComparer.Ordinal)
                .Select(g => (g.Key, g.All(c => c)))
                .Take(Most),
        ];
    }

    /// <summary>A counter by its name whose values a query takes as they stand; null without any.</summary>
    public static string? CounterIn(string query) => In(query).Where(s => !s.IsCounted && IsCounter(s.Selector)).Select(s => s.Selector).FirstOrDefault();

    /// <summary>The same for a query of a number of events: a difference of two moments is one.</summary>
    public static string? CounterOfEventsIn(string query) => QueryTokens.Of(query).Any(t => t.Is("-") || t.Is("offset")) ? null : CounterIn(query);

    /// <summary>Whether a selector is a counter by its name: http_requests_total, but not job:http_requests_total:rate5m.</summary>
    public static bool IsCounter(string selector) => Counter().IsMatch(selector);

    /// <summary>Whether a selector may be a counter by its name: those of histograms and summaries, and gauges.</summary>
    public static bool MayBeCounter(string selector) => IsCounter(selector) || Sums().IsMatch(selector);

    /// <summary>Whether the name of a selector or of a function says that it gives a rate, or a share.</summary>
    public static bool SaysRate(string query) => Rate().IsMatch(query);

    /// <summary>The parentheses that are open where a word stands.</summary>
    private static List<int> Around(IReadOnlyList<QueryToken> tokens, int index)
    {
        var open = new List<int>();
        for (var i = 0; i < index; i++)
        {
            if (tokens[i].Is("("))
            {
                open.Add(i);
            }
            else if (tokens[i].Is(")") && open.Count > 0)
            {
                open.RemoveAt(open.Count - 1);
            }
        }

        return open;
    }

    private static bool IsSubquery(IReadOnlyList<QueryToken> tokens, int open)
    {
        var depth = 0;
        for (var i = open; i < tokens.Count; i++)
        {
            depth += tokens[i].Is("(") ? 1 : tokens[i].Is(")") ? -1 : 0;
            if (depth == 0)
            {
                return IsRange(tokens, i + 1);
            }
        }

        return false;
    }

    /// <summary>Whether what stands before a word is compared to give 0 or 1: x > bool 5.</summary>
    private static bool IsVerdict(IReadOnlyList<QueryToken> tokens, int index)
    {
        var next = index;
        while (next < tokens.Count && tokens[next] is { Kind: QueryTokenKind.Other, Text: "<" or ">" or "=" or "!" })
        {
            next++;
        }

        return next > index && next < tokens.Count && tokens[next].Is("bool");
    }

    private static bool IsRange(IReadOnlyList<QueryToken> tokens, int index) => index < tokens.Count && tokens[index].Kind == QueryTokenKind.Range;

    [GeneratedRegex("^(count|group|absent|timestamp|count_values|present_over_time)\\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Counting();

    [GeneratedRegex("^(\\w+_(total|bucket)\\b|\\{.*\\b__name__\\s*=\\s*[\"'`]\\w+_(total|bucket)[\"'`])", RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Counter();

    [GeneratedRegex("^\\w+_(count|sum)\\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sums();

    [GeneratedRegex("rate|ratio|burn|per_?sec|per_?s\\b|[_:](r|q|t|e)ps\\b|\\bderiv\\b|percent|availability|throughput", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Rate();
}
