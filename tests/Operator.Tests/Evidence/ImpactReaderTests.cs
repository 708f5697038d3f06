using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.Reports;
using Operator.Evidence;
using Operator.Prometheus;

namespace Operator.Tests.Evidence;

/// <summary>What an incident did to users, asked of a real Prometheus.</summary>
public sealed class ImpactReaderTests(IncidentHistories histories) : IncidentMeasuring(histories)
{
    [Fact]
    public async Task Queries_of_the_impact_are_asked_at_the_incidents_end()
    {
        var spec = Spec() with
        {
            Impact = new ImpactSpec
            {
                AffectedUsers = new AffectedUsersSpec { Query = "max(active_users) / 4", TotalQuery = "max(active_users)" },
                FailedRequests = new FailedRequestsSpec { Query = $"sum(increase({SimulatedIncidents.Errors("steady")}[{{{{.window}}}}]))" },
            },
        };

        var evidence = await CollectAsync(spec);

        Assert.Empty(evidence.Impact!.Problems);
        Assert.Equal(500, evidence.Impact.AffectedUsers);
        Assert.Equal(2000, evidence.Impact.TotalUsers);
        Assert.Equal(Failures, evidence.Impact.FailedRequests!.Value, Failures * 0.03);
    }

    [Theory]
    [InlineData("sum(increase(requests_total{job=\"steady\",code=~\"5..\"}[{{.window}}]))", 1, true)]
    [InlineData("sum(increase(requests_total{ code =~ '5..', job=`steady` }[{{ .window }}])) or vector(0)", 1, true)]
    [InlineData("2 * sum by (job) (increase(requests_total{job=\"steady\",code=~\"5..\"}[{{.window}}]))", 2, true)]
    [InlineData("sum(increase(requests_total{job=\"steady\"}[{{.window}}])) / 4", 0.25, false)]
    public async Task A_query_that_adds_up_the_counters_of_an_objective_has_its_count(string query, double factor, bool ofErrors)
    {
        var spec = Spec(Events()) with { Impact = new ImpactSpec { FailedRequests = new FailedRequestsSpec { Query = query } } };

        var evidence = await CollectAsync(spec);

        var counted = evidence.Slos[0].Incident!.Value;
        Assert.Equal(factor * (ofErrors ? counted.Errors : counted.Total), evidence.Impact!.FailedRequests!.Value, 1e-6);
        var part = evidence.Part(EvidencePartNames.FailedRequests)!;
        Assert.Equal("availability", part.Objective);
        Assert.Empty(part.Queries);
        Assert.Equal("counted by objective availability", IncidentReportBuilder.Build(new PostMortem { Spec = spec }, evidence, SimulatedIncidents.Now).Impact.FailedRequestsSource);
    }

    [Theory]
    [InlineData("sum(increase(requests_total{job=\"steady\",code=~\"50.\"}[{{.window}}]))")]
    [InlineData("sum(increase(requests_total{job=\"steady\",code=~\"5..\"}[570s]))")]
    [InlineData("sum(rate(requests_total{job=\"steady\",code=~\"5..\"}[{{.window}}])) * 570")]
    [InlineData("count(count by (code) (rate(requests_total{job=\"steady\",code=~\"5..\"}[{{.window}}]) > 0))")]
    [InlineData("count(rate(requests_total{job=\"steady\"}[{{.window}}]) > 0) or vector(0)")]
    [InlineData("sum(sum by (code) (rate(requests_total{job=\"steady\"}[{{.window}}])) > bool 0)")]
    [InlineData("570 * sum(rate(requests_total{job=\"steady\",code=~\"5..\"}[{{.window}}]))")]
    [InlineData("sum(sum_over_time(rate(requests_total{job=\"steady\",code=~\"5..\"}[2m])[{{.window}}:1m]) * 60)")]
    [InlineData("max(increase(requests_total{job=\"steady\",code=~\"5..\"}[{{.window}}]))")]
    public async Task Any_other_query_is_asked(string query)
    {
        var evidence = await CollectAsync(Spec(Events()) with { Impact = new ImpactSpec { FailedRequests = new FailedRequestsSpec { Query = query } } });

        var part = evidence.Part(EvidencePartNames.FailedRequests)!;
        Assert.Null(part.Objective);
        Assert.Single(part.Queries, q => !q.Purpose.EndsWith(".falls", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("sum(requests_total{job=\"steady\",code=~\"5..\"})", false)]
    [InlineData("sum(requests_total{job=\"steady\",code=~\"5..\"}) - sum(requests_total{job=\"steady\",code=~\"5..\"} offset 570s)", true)]
    [InlineData("count(requests_total{job=\"steady\"})", true)]
    public async Task What_a_counter_has_counted_since_its_process_began_is_no_number_of_the_incident(string query, bool isTaken)
    {
        var evidence = await CollectAsync(Spec() with { Impact = new ImpactSpec { FailedRequests = new FailedRequestsSpec { Query = query } } });

        Assert.Equal(isTaken, evidence.Impact!.FailedRequests is not null);
        Assert.Equal(isTaken ? 0 : 1, evidence.Impact.Problems.Count(p => p.Message.Contains("is a counter", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("sum(increase(requests_total{job=\"steady\",code=~\"5..\"}[{{.window}}]))", true)]
    [InlineData("sum(increase(requests_total{job=\"steady\",code=~\"5..\"}[{{.window}}])) / 2", false)]
    public async Task Of_a_ratio_no_multiple_is_taken_because_it_counts_copies_of_replicas_once(string query, bool isTaken)
    {
        var spec = Spec(Collecting.Ratio(SimulatedIncidents.Errors("steady"), SimulatedIncidents.Total("steady"), "7d"));

        var evidence = await CollectAsync(spec with { Impact = new ImpactSpec { FailedRequests = new FailedRequestsSpec { Query = query } } });

        Assert.Equal(isTaken, evidence.Part(EvidencePartNames.FailedRequests)!.Objective is not null);
    }

    [Fact]
    public async Task An_answer_that_was_frozen_gives_way_to_the_count_of_an_objective_that_is_read_later()
    {
        var impact = new ImpactSpec { FailedRequests = new FailedRequestsSpec { Query = $"sum(increase({SimulatedIncidents.Errors("steady")}[{{{{.window}}}}]))" } };
        using var client = new PrometheusClient(new PrometheusSourceOptions { Url = (await Histories.UrlAsync()).ToString() }, TimeProvider.System);

        var asked = await Collecting.CollectAsync(client, new PostMortem { Spec = Spec() with { Impact = impact } }, SimulatedIncidents.Now);
        var resource = new PostMortem { Spec = Spec(Events()) with { Impact = impact } };
        var counted = await Collecting.CollectAsync(client, resource, SimulatedIncidents.Now, asked.Evidence);
        var again = await Collecting.CollectAsync(client, resource, SimulatedIncidents.Now, counted.Evidence);

        Assert.Equal((true, null), Part(asked));
        Assert.Equal((true, "availability"), Part(counted));
        Assert.Equal(counted.Evidence.Slos[0].Incident!.Value.Errors, counted.Evidence.Impact!.FailedRequests);
        Assert.Same(counted.Evidence, again.Evidence);

        static (bool Frozen, string? Objective) Part(Collection collection) =>
            collection.Evidence.Part(EvidencePartNames.FailedRequests) is { } part ? (part.Frozen, part.Objective) : default;
    }

    private static SloSpec Events() => new()
    {
        Name = "availability",
        Objective = 99.9,
        Window = "7d",
        Sli = new SliSpec
        {
            Events = new EventsSliSpec
            {
                ErrorQuery = $"sum(rate({SimulatedIncidents.Errors("steady")}[{{{{.window}}}}]))",
                TotalQuery = $"sum(rate({SimulatedIncidents.Total("steady")}[{{{{.window}}}}]))",
            },
        },
    };

    [Theory]
    [InlineData("sum(rate(requests_total{job=\"steady\",code=~\"5..\"}[{{.window}}]))")]
    [InlineData("sum by (job) (irate(requests_total{job=\"steady\",code=~\"5..\"}[5m]))")]
    [InlineData("sum(max by (pod) (rate(requests_total{job=\"steady\"}[{{.window}}]))) or vector(0)")]
    public async Task A_number_per_second_is_not_how_many_there_were(string query)
    {
        var evidence = await CollectAsync(Spec(Events()) with { Impact = new ImpactSpec { FailedRequests = new FailedRequestsSpec { Query = query } } });

        Assert.Null(evidence.Impact!.FailedRequests);
        var problem = Assert.Single(evidence.Impact.Problems);
        Assert.Equal(Reasons.QueryResultInvalid, problem.Reason);
        Assert.Contains("per second", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("requests_total", Reasons.QueryResultInvalid)]
    [InlineData("nothing_here", Reasons.NoData)]
    [InlineData("vector(0)/0", Reasons.QueryResultInvalid)]
    [InlineData("requests_total[5m]", Reasons.QueryResultInvalid)]
    [InlineData("sum(", Reasons.QueryInvalid)]
    [InlineData("vector(-1)", Reasons.QueryResultInvalid)]
    public async Task An_answer_that_is_no_single_number_is_no_number(string query, string reason)
    {
        var spec = Spec() with { Impact = new ImpactSpec { FailedRequests = new FailedRequestsSpec { Query = query } } };

        var evidence = await CollectAsync(spec);

        Assert.Null(evidence.Impact!.FailedRequests);
        Assert.Equal(reason, Assert.Single(evidence.Impact.Problems).Reason);
    }
}
