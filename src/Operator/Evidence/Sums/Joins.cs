using Operator.Api;
using Operator.Core.Evidence;

namespace Operator.Evidence.Sums;

/// <summary>
/// Queries that join a range with series as they stand at a moment, such as rate(x[{{.window}}]) * on (pod) group_left () info. Asked over a long range at once,
/// they leave out the series whose partner is gone at its end; sums over short parts of the range do not.
/// </summary>
internal static class Joins
{
    // More than what parts and the whole differ by because each is extrapolated.
    private const double Tolerance = 0.05;
    private const double FewErrors = 10;

    /// <summary>Whether a query does that.</summary>
    /// <param name="query">The query, with {{.window}}.</param>
    public static bool In(string query) => PromQL.HasWindow(query) && MomentSelectors.In(query).Count > 0;

    /// <summary>Whether the whole is not what its parts add up to.</summary>
    /// <param name="whole">What was counted at once.</param>
    /// <param name="parts">What the parts add up to.</param>
    public static bool AreLost(EventCounts whole, EventCounts parts) =>
        Math.Abs(parts.Total - whole.Total) > Tolerance * parts.Total || Math.Abs(parts.Errors - whole.Errors) > (Tolerance * parts.Errors) + FewErrors;

    /// <summary>Why such a query of one value has none.</summary>
    /// <param name="field">The field that holds it.</param>
    public static EvidenceProblem LoseSeries(string field) =>
        new(Reasons.QueryResultInvalid, $"{field}: the query joins the range of the incident with series some of which are gone at its end, so that what they counted is left out; write it without them, or sum up short ranges, such as sum_over_time((… [1m] …)[{{{{.window}}}}:1m])");
}
