using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.Reports;
using Operator.Prometheus;

namespace Operator.Evidence;

/// <summary>Asks the impact's queries at the incident's end: one request each.</summary>
internal sealed class ImpactReader(EvidenceSession session)
{
    private readonly List<EvidenceProblem> _problems = [];

    public async Task<ImpactEvidence?> ReadAsync(ImpactSpec? impact, IncidentWindow incident, CancellationToken cancellationToken)
    {
        var users = impact?.AffectedUsers;
        var failed = impact?.FailedRequests?.Query;
        if ((users?.Query ?? users?.TotalQuery ?? failed) is null)
        {
            return null;
        }

        if (incident.Measured is not { } range)
        {
            var why = incident.Unmeasured!;
            return new ImpactEvidence { Problems = [new EvidenceProblem(why.Reason, $"impact: not measured, because {why.Message}")] };
        }

        return new ImpactEvidence
        {
            AffectedUsers = await AskAsync("impact.affectedUsers.query", users?.Query, range, cancellationToken),
            TotalUsers = await AskAsync("impact.affectedUsers.totalQuery", users?.TotalQuery, range, cancellationToken),
            FailedRequests = await AskAsync("impact.failedRequests.query", failed, range, cancellationToken),
            Problems = _problems,
        };
    }

    private async Task<double?> AskAsync(string field, string? query, TimeRange range, CancellationToken cancellationToken)
    {
        if (query is null)
        {
            return null;
        }

        try
        {
            var result = await session.InstantAsync(field, PromQL.Query(query, range.Seconds), range.End, cancellationToken);
            var (value, reason, message) = Judge(result);
            if (reason is not null)
            {
                _problems.Add(new EvidenceProblem(reason, $"{field}: {message}"));
            }

            return value;
        }
        catch (EvidenceException e) when (EvidenceFaults.ConcernsOneQuery(e))
        {
            _problems.Add(EvidenceFaults.Problem(e));
            return null;
        }
    }

    private static (double? Value, string? Reason, string? Message) Judge(PrometheusResult result) => result switch
    {
        { Type: PrometheusResultType.Matrix } => (null, Reasons.QueryResultInvalid, "gave samples over time, one value is needed; use a function such as max_over_time"),
        { Series.Count: > 1 } => (null, Reasons.QueryResultInvalid, $"gave {result.Series.Count} series, one is needed; aggregate with sum() or max()"),
        { Series: [{ Samples: [.., var sample] }] } => sample.Value switch
        {
            double.NaN => (null, Reasons.QueryResultInvalid, "gave NaN, which is no number of anything"),
            < 0 or double.PositiveInfinity => (null, Reasons.QueryResultInvalid, $"gave {PromQL.Number(sample.Value)}, a number from 0 is needed"),
            _ => (sample.Value, null, null),
        },
        _ => (null, Reasons.NoData, "gave no data at the incident's end; check the query and how long the server keeps data"),
    };
}
