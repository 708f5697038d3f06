using System.Text.RegularExpressions;
using Operator.Api;
using Operator.Core;
using Operator.Core.Evidence;
using Operator.Evidence.Counters;

namespace Operator.Evidence.Sums;

/// <summary>
/// Queries that leave out what series counted that are gone, when they are asked over a long range at once; sums over short parts of the range have it. Such a query joins a
/// range with series as they stand at a moment, as rate(x[{{.window}}]) * on (pod) group_left () info does, or takes one of several series, as max by (pod) does of a pod's former
/// and present instance.
/// </summary>
/// <param name="selectors">The selectors with a range, to ask whether series are gone; empty where a moment decides, which tells nothing of a range.</param>
internal sealed partial class GoneSeries(IReadOnlyList<string> selectors)
{
    // More than what parts and the whole differ by because each is extrapolated.
    private const double Tolerance = 0.05;
    private const double FewErrors = 10;
    private const double PresentSeconds = 300;

    /// <summary>What may be left out of two queries; null where nothing is.</summary>
    /// <param name="errors">The query of failed events.</param>
    /// <param name="total">The query of all events.</param>
    public static GoneSeries? Of(string errors, string total) =>
        Joins(errors) || Joins(total) ? new GoneSeries([])
        : TakesOneOfMany(errors) || TakesOneOfMany(total) ? new GoneSeries([.. GrowthSelectors.In(errors).Concat(GrowthSelectors.In(total)).Distinct(StringComparer.Ordinal)])
        : null;

    /// <summary>Whether a query joins a range with series as they stand at a moment.</summary>
    /// <param name="query">The query, with {{.window}}.</param>
    public static bool Joins(string query) => PromQL.HasWindow(query) && MomentSelectors.In(query).Count > 0;

    /// <summary>Why such a query of one value has none.</summary>
    /// <param name="field">The field that holds it.</param>
    public static EvidenceProblem AreJoined(string field) =>
        new(Reasons.QueryResultInvalid, $"{field}: the query joins the range of the incident with series some of which are gone at its end, so that what they counted is left out; write it without them, or sum up short ranges, such as sum_over_time((… [1m] …)[{{{{.window}}}}:1m])");

    /// <summary>Whether the parts are the better count.</summary>
    /// <param name="session">The collection.</param>
    /// <param name="purpose">What is counted.</param>
    /// <param name="range">Over what.</param>
    /// <param name="whole">What was counted at once.</param>
    /// <param name="parts">What the parts add up to.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<bool> AreLostAsync(EvidenceSession session, string purpose, TimeRange range, EventCounts whole, EventCounts parts, CancellationToken cancellationToken) =>
        selectors.Count == 0
            ? Math.Abs(parts.Total - whole.Total) > Tolerance * parts.Total || Math.Abs(parts.Errors - whole.Errors) > (Tolerance * parts.Errors) + FewErrors
            : (parts.Total - whole.Total > Tolerance * parts.Total || parts.Errors - whole.Errors > (Tolerance * parts.Errors) + FewErrors) && await AreGoneAsync(session, purpose, range, cancellationToken);

    private async Task<bool> AreGoneAsync(EvidenceSession session, string purpose, TimeRange range, CancellationToken cancellationToken)
    {
        var gone = PromQL.Figures(selectors.Select((s, i) =>
            PromQL.Figure($"gone {i}", $"count(last_over_time({PromQL.Range(s, range.Seconds)}) unless last_over_time({PromQL.Range(s, Math.Min(PresentSeconds, range.Seconds))}))")));
        try
        {
            var found = new FigureSet(await session.SharedAsync(purpose, gone, range.End, cancellationToken));
            return selectors.Index().Any(s => found[$"gone {s.Index}"] > 0);
        }
        catch (FailureException e) when (EvidenceFaults.ConcernsOneQuery(e))
        {
            return false;
        }
    }

    private static bool TakesOneOfMany(string query)
    {
        var tokens = QueryTokens.Of(query);
        return PromQL.HasWindow(query) && tokens.Index().Any(t => t.Item.Kind == QueryTokenKind.Word && OneOfMany().IsMatch(t.Item.Text) && t.Index + 1 < tokens.Count && Argument(tokens, t.Index + 1) is { } argument && !argument.Is("sum"));
    }

    // max(…), and max by (…) (…).
    private static QueryToken? Argument(IReadOnlyList<QueryToken> tokens, int index)
    {
        if (tokens[index].Is("by") || tokens[index].Is("without"))
        {
            while (index < tokens.Count && !tokens[index].Is(")"))
            {
                index++;
            }

            index++;
        }

        return index + 1 < tokens.Count && tokens[index].Is("(") ? tokens[index + 1] : null;
    }

    [GeneratedRegex("^(max|min|avg|topk|bottomk|quantile|limitk)\\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OneOfMany();
}
