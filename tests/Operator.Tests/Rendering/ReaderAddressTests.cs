using Operator.Api;
using Operator.Core.Documents;
using Operator.Core.Evidence;
using Operator.Prometheus;
using Operator.Testing;

namespace Operator.Tests.Rendering;

/// <summary>Readers of a document are not told where in the cluster, or on whose machine, its figures were asked for.</summary>
public sealed class ReaderAddressTests
{
    private static readonly PrometheusErrors Errors = new(new PrometheusSourceOptions { Url = "http://prometheus.monitoring.svc:9090" });

    [Fact]
    public void A_fault_of_the_source_is_told_without_its_address()
    {
        var message = Errors.Timeout(null).Message;
        Assert.Contains("(prometheus.monitoring.svc:9090)", message, StringComparison.Ordinal);
        var evidence = SampleIncident.Evidence();
        evidence = evidence with
        {
            Slos = [evidence.Slos[0] with { Problems = [new EvidenceProblem(Reasons.PrometheusTimeout, message)] }],
            Impact = new ImpactEvidence { Problems = [new EvidenceProblem(Reasons.PrometheusTimeout, message)] },
            Warnings = [message],
        };

        var document = Rendered.Document(SampleIncident.Resource(), evidence, options: new DocumentOptions());

        Assert.Contains("Prometheus source 'default' did not answer", document.Markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("prometheus.monitoring", document.Markdown + document.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_lead_to_where_readers_reach_the_source()
    {
        var document = Rendered.Document(SampleIncident.Resource(), SampleIncident.Evidence(), options: new DocumentOptions { PrometheusUrl = new Uri("https://metrics.example.com/prometheus/") });

        Assert.Contains("[EmailServiceDown](<https://metrics.example.com/prometheus/alerts?search=EmailServiceDown>)", document.Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_such_an_address_there_is_no_link() =>
        Assert.DoesNotContain("Prometheus Alerts", Rendered.Document(SampleIncident.Resource(), SampleIncident.Evidence(), options: new DocumentOptions()).Markdown, StringComparison.Ordinal);

    /// <summary>A dashboard that the spec names comes before that of the source.</summary>
    [Theory]
    [InlineData(null, "- **Grafana Dashboard:** <https://grafana.example.com/d/slo?var-env=prod&from=1765695600000&to=1765696320000>")]
    [InlineData("https://grafana.example.com/d/mail", "- **Grafana Dashboard:** <https://grafana.example.com/d/mail?from=1765695600000&to=1765696320000>")]
    public void The_dashboard_of_the_source_is_the_one_of_documents_without_their_own(string? own, string line)
    {
        var resource = SampleIncident.Resource();
        resource = resource with { Spec = resource.Spec with { References = own is null ? null : new ReferencesSpec { Grafana = new GrafanaSpec { Url = own } } } };

        var document = Rendered.Document(resource, SampleIncident.Evidence(), options: new DocumentOptions { GrafanaUrl = new Uri("https://grafana.example.com/d/slo?var-env=prod") });

        Assert.Equal(line, Assert.Single(document.Markdown.Split('\n'), l => l.Contains("grafana.example.com", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_persons_own_link_to_the_alerts_takes_the_place_of_the_generated_one()
    {
        var resource = SampleIncident.Resource();
        resource = resource with { Spec = resource.Spec with { References = new ReferencesSpec { Links = [new LinkSpec { Title = "Prometheus alerts", Url = "https://alerts.example.com" }] } } };

        var lines = Rendered.Document(resource, SampleIncident.Evidence()).Markdown.Split('\n').Where(l => l.Contains("lerts", StringComparison.Ordinal) && l.Contains("](", StringComparison.Ordinal) | l.Contains("<http", StringComparison.Ordinal));

        Assert.Equal("- **Prometheus Alerts:** <https://alerts.example.com/>", Assert.Single(lines));
    }

    [Theory]
    [InlineData("up[5m]", "g0.expr=up&g0.tab=0&g0.range_input=300s&g0.end_input=2025-12-14%2007%3A12%3A00")]
    [InlineData("sum(rate(x[5m]))", "g0.expr=sum%28rate%28x%5B5m%5D%29%29&g0.tab=0&g0.range_input=3600s&g0.end_input=2025-12-14%2007%3A12%3A00")]
    public void A_query_has_a_link_to_its_graph(string expression, string query)
    {
        var asked = new EvidenceQuery { Purpose = "impact.failedRequests.query", Expression = expression, Time = SampleIncident.End };

        var document = Rendered.Document(SampleIncident.Resource(), SampleIncident.Evidence() with { Queries = [asked] }, options: new DocumentOptions { PrometheusUrl = new Uri("https://metrics.example.com") });

        Assert.Contains($"[graph](<https://metrics.example.com/graph?{query.Replace("&", "\\&", StringComparison.Ordinal)}>)", document.Markdown, StringComparison.Ordinal);
    }
}
