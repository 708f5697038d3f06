using System.Text;
using Operator.Core.Budgets;
using Operator.Evidence.Counters;

namespace Operator.Evidence;

/// <summary>
/// People's queries as they are asked. Prometheus' rate() is increase() by the length of the range. VictoriaMetrics divides by the time between the samples that
/// a series has in it, so that a pod that lived for an hour of a week counts as if it had been there all week; there, the division is written out.
/// </summary>
internal static class RateText
{
    /// <summary>A query in parentheses, {{.window}} replaced, as it means the same on all servers.</summary>
    /// <param name="query">The query.</param>
    /// <param name="windowSeconds">The length of {{.window}}.</param>
    /// <param name="dividesBySamples">Whether the server's rate() divides by the time between samples.</param>
    public static string Query(string query, double windowSeconds, bool dividesBySamples) => PromQL.Query(Written(query, windowSeconds, dividesBySamples), windowSeconds);

    /// <summary>Whether a query holds a rate, so that it matters how the server divides.</summary>
    public static bool HasRate(string query) => Calls(QueryTokens.Of(query)).Any();

    // irate() tells of the last two samples alone: of {{.window}}, what is meant is what happened in it.
    private static string Written(string query, double windowSeconds, bool dividesBySamples)
    {
        var tokens = QueryTokens.Of(query);
        var changes = new SortedList<int, (int Length, string Text)>();
        foreach (var (name, close, range) in Calls(tokens))
        {
            var isWindow = PromQL.IsWindow(range);
            var isInstant = name.Text[0] is 'i' or 'I';
            if (dividesBySamples && (isWindow || !isInstant) && (isWindow ? windowSeconds : Seconds(range)) is { } seconds)
            {
                changes[name.At] = (name.Text.Length, "(increase");
                changes[close.At] = (1, $") / {PromQL.Number(seconds)})");
            }
            else if (isInstant && isWindow)
            {
                changes[name.At] = (name.Text.Length, "rate");
            }
        }

        var (text, from) = (new StringBuilder(query.Length + 32), 0);
        foreach (var (at, (length, change)) in changes)
        {
            text.Append(query, from, at - from).Append(change);
            from = at + length;
        }

        return text.Append(query, from, query.Length - from).ToString();
    }

    // rate( … [range] … ), with the range that is its own.
    private static IEnumerable<(QueryToken Name, QueryToken Close, string Range)> Calls(IReadOnlyList<QueryToken> tokens)
    {
        for (var i = 0; i + 1 < tokens.Count; i++)
        {
            if ((tokens[i].Is("rate") || tokens[i].Is("irate")) && tokens[i + 1].Is("(") && Inside(tokens, i + 1) is var (close, range))
            {
                yield return (tokens[i], close, range);
            }
        }
    }

    private static (QueryToken Close, string Range)? Inside(IReadOnlyList<QueryToken> tokens, int open)
    {
        var (depth, range) = (0, (string?)null);
        for (var i = open; i < tokens.Count; i++)
        {
            depth += tokens[i].Is("(") ? 1 : tokens[i].Is(")") ? -1 : 0;
            if (depth == 0)
            {
                return range is null ? null : (tokens[i], range);
            }

            range = depth == 1 && tokens[i].Kind == QueryTokenKind.Range ? tokens[i].Text[1..^1].Split(':')[0].Trim() : range;
        }

        return null;
    }

    private static double? Seconds(string range) => PrometheusDuration.TryParse(range, out var length) && length > TimeSpan.Zero ? length.TotalSeconds : null;
}
