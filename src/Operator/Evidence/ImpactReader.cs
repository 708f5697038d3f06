using Operator.Api;
using Operator.Core;
using Operator.Core.Evidence;
using Operator.Core.Reports;
using Operator.Evidence.Sums;
using Operator.Prometheus;

namespace Operator.Evidence;

/// <summary>Asks a query of the impact at the incident's end: one request.</summary>
internal sealed class ImpactReader(EvidenceSession session)
{
    private const double PartSeconds = 300;
    private const int FewestParts = 3;

    // Parts and the whole are extrapolated differently, and parts do not begin with the incident.
    private const double MostGone = 1.2;

    /// <summary>Reads one value.</summary>
    /// <param name="field">The field of the spec that holds the query.</param>
    /// <param name="query">The query.</param>
    /// <param name="window">When the incident was, or why that cannot be measured.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The value, or why there is none.</returns>
    public async Task<(double? Value, EvidenceProblem? Problem)> ReadAsync(string field, string query, IncidentWindow window, CancellationToken cancellationToken)
    {
        if (window.Measured is not { } range)
        {
            var why = window.Unmeasured!;
            return (null, new EvidenceProblem(why.Reason, $"impact: not measured, because {why.Message}"));
        }

        if (session.Failure is { } failure)
        {
            return (null, EvidenceFaults.Problem(failure));
        }

        if (QueryUnits.IsRate(query))
        {
            return (null, new EvidenceProblem(Reasons.QueryResultInvalid, $"{field}: the query gives a number per second, and not how many there were in the incident; write increase() for rate(), such as sum(increase(x[{{{{.window}}}}]))"));
        }

        if (MomentSelectors.CounterOfEventsIn(query) is { } counter)
        {
            return (null, new EvidenceProblem(Reasons.QueryResultInvalid, $"{field}: {SloProblems.BareCounterOfEvents(counter)}"));
        }

        try
        {
            query = OffsetText.Without(query) is var (queries, _) ? queries[0] : query;
            var dividesBySamples = RateText.HasRate(query) && await FirstValueProbe.AskAsync(session, field, range.End, cancellationToken);
            var result = await session.InstantAsync(field, RateText.Query(query, range.Seconds, dividesBySamples), range.End, cancellationToken);
            var (value, reason, message) = Judge(result);
            if (value is { } whole && GoneSeries.Joins(query) && await PartsAsync(field, query, range, dividesBySamples, cancellationToken) > MostGone * whole)
            {
                return (null, GoneSeries.AreJoined(field));
            }

            if (value is not null && await new SlightFallReader(session).ReadAsync(field, [query], new TimeRange(range.Start.AddSeconds(-SlightFallReader.BeforeSeconds), range.End), range.Seconds, cancellationToken) is var falls && (falls.IsUnknown || falls.Stretches.Any(f => f.End > range.Start)))
            {
                return (null, falls.IsUnknown ? SloProblems.FallsNotKnown(field) : SloProblems.CountersFallWithin(field));
            }

            return (value, reason is null ? null : new EvidenceProblem(reason, $"{field}: {message}"));
        }
        catch (FailureException e)
        {
            return (null, session.Judge(e));
        }
    }

    // What was joined is gone at the incident's end, but not at the end of each part.
    private async Task<double?> PartsAsync(string field, string query, TimeRange range, bool dividesBySamples, CancellationToken cancellationToken)
    {
        var seconds = Math.Floor(Math.Min(PartSeconds, range.Seconds / FewestParts));
        var function = QueryUnits.Stated(query) == QueryUnit.Count ? "sum_over_time" : "avg_over_time";
        var expression = $"{function}({RateText.Query(query, seconds, dividesBySamples)}[{PromQL.Duration(Math.Floor(range.Seconds / seconds) * seconds)}:{PromQL.Duration(seconds)}])";
        return Judge(await session.InstantAsync(field, expression, range.End, cancellationToken)).Value;
    }

    private static (double? Value, string? Reason, string? Message) Judge(PrometheusResult result) => result switch
    {
        { Type: PrometheusResultType.Matrix } => (null, Reasons.QueryResultInvalid, "the query gave samples over time, one value is needed; use a function such as max_over_time"),
        { Series.Count: > 1 } => (null, Reasons.QueryResultInvalid, $"the query gave {result.Series.Count} series, one is needed; aggregate with sum() or max()"),
        { Series: [{ Samples: [.., var sample] }] } => sample.Value switch
        {
            double.NaN => (null, Reasons.QueryResultInvalid, "the query gave NaN, which is no number of anything"),
            < 0 or double.PositiveInfinity => (null, Reasons.QueryResultInvalid, $"the query gave {PromQL.Number(sample.Value)}, a number from 0 is needed"),
            _ => (sample.Value, null, null),
        },
        _ => (null, Reasons.NoData, "the query gave no data at the incident's end; check the query and how long the server keeps data"),
    };
}
