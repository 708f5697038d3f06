using Operator.Api;
using Operator.Evidence;
using Operator.Prometheus;
using Operator.Reconciling;
using Operator.Testing;

namespace Operator.Tests.Evidence;

/// <summary>What evidence keeps of each query and of its source, for those who check a figure.</summary>
public sealed class AskedQueryTests
{
    private static readonly DateTimeOffset Start = SampleIncident.Start;

    [Fact]
    public async Task Each_query_is_kept_with_what_it_gave()
    {
        using var server = new ScriptedPrometheus { Value = 1705.4999 };
        server.Firing.Add((Start, Start.AddMinutes(10)));
        using var client = server.Client();

        var evidence = await Collecting.CollectAsync(client, new PostMortem { Spec = Spec() }, Start.AddHours(1));

        var queries = evidence.Evidence.AllQueries().ToList();
        Assert.Equal("1705.5", Assert.Single(queries, q => q.Purpose == "impact.failedRequests.query").Result);
        Assert.Matches("^[0-9]+ series, [0-9]+ samples$", queries.First(q => q.Expression.StartsWith("ALERTS{", StringComparison.Ordinal)).Result);
    }

    [Fact]
    public async Task A_query_that_gave_nothing_says_so()
    {
        using var server = new ScriptedPrometheus { Value = null };
        server.Firing.Add((Start, Start.AddMinutes(10)));
        using var client = server.Client();

        var evidence = await Collecting.CollectAsync(client, new PostMortem { Spec = Spec() }, Start.AddHours(1));

        Assert.Equal("nothing", Assert.Single(evidence.Evidence.AllQueries(), q => q.Purpose == "impact.failedRequests.query").Result);
    }

    [Fact]
    public async Task Evidence_has_the_address_for_readers_and_not_the_one_that_was_asked()
    {
        using var server = new ScriptedPrometheus();
        server.Firing.Add((Start, Start.AddMinutes(10)));
        using var client = new PrometheusClient(new PrometheusSourceOptions { Url = "http://prometheus.invalid", ExternalURL = "https://prometheus.example.com", GrafanaURL = "https://grafana.example.com/d/slo" }, TimeProvider.System, server);
        using var sources = new PrometheusSources(client);

        var collection = await new FreshEvidence(new EvidenceCollector(TimeProvider.System), sources)
            .CollectAsync(new PostMortem { Spec = Spec() }, null, refresh: false, Start.AddHours(1), TestContext.Current.CancellationToken);

        Assert.Equal("https://prometheus.example.com", collection.Evidence.Source!.ExternalUrl);
        Assert.Equal("https://grafana.example.com/d/slo", collection.Evidence.Source.GrafanaUrl);
        Assert.DoesNotContain("prometheus.invalid", System.Text.Encoding.UTF8.GetString(Json(collection)), StringComparison.Ordinal);
    }

    private static byte[] Json(Collection collection) =>
        System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(collection.Evidence, EvidenceJsonContext.Default.IncidentEvidence);

    private static PostMortemSpec Spec() => Collecting.Spec() with
    {
        Detection = Collecting.Alert(ScriptedPrometheus.AlertName),
        Impact = new ImpactSpec { FailedRequests = new FailedRequestsSpec { Query = "sum(increase(x[{{.window}}]))" } },
    };
}
