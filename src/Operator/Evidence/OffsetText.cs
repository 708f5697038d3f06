using System.Text;
using Operator.Api;
using Operator.Core.Budgets;
using Operator.Evidence.Counters;

namespace Operator.Evidence;

/// <summary>
/// Queries that look back by an offset, so that samples that come late are there. Asked about an incident, they would tell of the time before it. Where all selectors
/// look back equally far, the query is asked without it, which is the same answer in its own place.
/// </summary>
internal static class OffsetText
{
    /// <summary>An indicator without offsets, and by how much its queries look back; null where their selectors do not look back equally far, or not at all.</summary>
    public static (SliSpec Sli, TimeSpan Offset)? Without(SliSpec sli) => sli switch
    {
        { Events: { } events } => Without(events.ErrorQuery, events.TotalQuery) is var (queries, offset)
            ? (sli with { Events = events with { ErrorQuery = queries[0], TotalQuery = queries[1] } }, offset)
            : null,
        { Raw: { } raw } => Without(raw.ErrorRatioQuery) is var (queries, offset) ? (sli with { Raw = raw with { ErrorRatioQuery = queries[0] } }, offset) : null,
        _ => null,
    };

    /// <summary>Queries without offsets.</summary>
    public static (IReadOnlyList<string> Queries, TimeSpan Offset)? Without(params IReadOnlyList<string> queries)
    {
        var read = queries.Select(Read).ToList();
        var offsets = read.SelectMany(r => r.Offsets).Distinct().ToList();
        return offsets is [{ } only] && only > TimeSpan.Zero && read.TrueForAll(r => r.Offsets.Count == r.Selectors)
            ? ([.. read.Select(r => r.Text)], only)
            : null;
    }

    /// <summary>Whether a part of a query looks back. One that looks ahead was made for values that tell of the time before them, and stands as it is.</summary>
    public static bool IsIn(string query)
    {
        var tokens = QueryTokens.Of(query);
        return Enumerable.Range(0, tokens.Count).Any(i => LooksBack(tokens, i));
    }

    private static bool LooksBack(IReadOnlyList<QueryToken> tokens, int index) =>
        tokens[index].Is("offset") && index + 1 < tokens.Count && tokens[index + 1].Kind is QueryTokenKind.Number or QueryTokenKind.Other;

    private static (string Text, List<TimeSpan?> Offsets, int Selectors) Read(string query)
    {
        var tokens = QueryTokens.Of(query);
        var (text, from, offsets) = (new StringBuilder(query.Length), 0, new List<TimeSpan?>());
        for (var i = 0; i + 1 < tokens.Count; i++)
        {
            if (!LooksBack(tokens, i))
            {
                continue;
            }

            offsets.Add(PrometheusDuration.TryParse(tokens[i + 1].Text, out var offset) ? offset : null);
            text.Append(query, from, tokens[i].At - from);
            from = tokens[i + 1].At + tokens[i + 1].Text.Length;
        }

        return (text.Append(query, from, query.Length - from).ToString(), offsets, Sums.Selectors.Places(tokens).Count);
    }
}
