using System.Text.RegularExpressions;
using Operator.Evidence.Counters;

namespace Operator.Evidence.Sums;

/// <summary>Finds the counters in a query that a person wrote: the selectors whose growth it asks for.</summary>
internal static partial class GrowthSelectors
{
    /// <summary>The selectors that stand in rate(), irate() or increase(), each once, without their ranges.</summary>
    /// <param name="query">The query.</param>
    public static IReadOnlyList<string> In(string query)
    {
        var tokens = QueryTokens.Of(query);
        return [.. Selectors.Places(tokens).Where(p => IsGrown(tokens, p.First, p.Last)).Select(p => p.Selector).Distinct(StringComparer.Ordinal)];
    }

    private static bool IsGrown(IReadOnlyList<QueryToken> tokens, int first, int last)
    {
        var open = first - 1;
        while (open > 0 && tokens[open].Is("(") && tokens[open - 1].Is("("))
        {
            open--;
        }

        return open > 0 && tokens[open].Is("(") && tokens[open - 1].Kind == QueryTokenKind.Word && Growth().IsMatch(tokens[open - 1].Text)
            && last + 1 < tokens.Count && tokens[last + 1].Kind == QueryTokenKind.Range;
    }

    [GeneratedRegex("^(i?rate|increase)\\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Growth();
}
