using Operator.Api;
using Operator.Core;
using Operator.Core.Evidence;
using Operator.Evidence;
using Operator.Reconciling;
using Operator.Runtime;

namespace Operator.Tests.Reconciling;

public sealed class EvidenceVerdictTests
{
    private static readonly DateTimeOffset Now = new(2025, 12, 14, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_source_that_asks_to_be_left_alone_is_left_alone_also_where_kept_evidence_stands()
    {
        var resource = new PostMortem
        {
            Spec = new PostMortemSpec
            {
                Title = "T",
                Severity = Severity.P1,
                Services = ["a"],
                Incident = new IncidentSpec { StartedAt = Now.AddHours(-3), ResolvedAt = Now.AddHours(-2) },
            },
        };
        var round = new ReconcileRound(resource, new ObjectKey("production", "p0-042"), Now);
        var busy = new EvidenceProblem(Reasons.PrometheusUnavailable, "alerts: Prometheus answered 429 Too Many Requests");
        var judged = JudgedEvidence.Judge(resource, new IncidentEvidence { CollectedAt = Now.AddHours(-1) }, Now);
        var collection = new Collection(judged.All)
        {
            Standing = [busy],
            Failure = new FailureException(busy.Reason, busy.Message, retryAfter: TimeSpan.FromMinutes(7)),
        };

        EvidenceVerdict.Accept(round, judged, collection, EvidenceFile.Save(judged.All));

        Assert.Equal(TimeSpan.FromMinutes(7), Assert.Single(round.Faults).RetryAfter);
    }
}
