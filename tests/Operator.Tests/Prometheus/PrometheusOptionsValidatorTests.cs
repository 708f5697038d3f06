using Operator.Prometheus;

namespace Operator.Tests.Prometheus;

public sealed class PrometheusOptionsValidatorTests
{
    [Fact]
    public void A_source_with_a_name_and_a_URL_is_enough() => Assert.Empty(Validate(_ => { }));

    [Theory]
    [InlineData("prometheus:9090", "url")]
    [InlineData("ftp://prometheus", "url")]
    [InlineData("http://user:pass@prometheus", "basicAuth")]
    [InlineData("http://prometheus?x=1", "queryParameters")]
    public void A_URL_that_cannot_work_is_refused(string url, string hint)
    {
        var problem = Assert.Single(Validate(o => o.Url = url));

        Assert.Contains(hint, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("pass@", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("prometheus.example.com")]
    [InlineData("https://user:pass@prometheus.example.com")]
    [InlineData("https://prometheus.example.com/?token=x")]
    public void An_address_for_readers_that_cannot_be_linked_to_is_refused(string url)
    {
        var problem = Assert.Single(Validate(o => o.ExternalURL = url));

        Assert.StartsWith("prometheus.sources[0].externalURL: ", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("pass@", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("grafana.example.com")]
    [InlineData("https://user:pass@grafana.example.com/d/slo")]
    public void A_page_of_Grafana_that_cannot_be_linked_to_is_refused(string url)
    {
        var problem = Assert.Single(Validate(o => o.GrafanaURL = url));

        Assert.StartsWith("prometheus.sources[0].grafanaURL: ", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("pass@", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_for_readers_may_have_a_path() => Assert.Empty(Validate(o => o.ExternalURL = "https://metrics.example.com/prometheus"));

    [Fact]
    public void Credentials_in_headers_are_refused() => Assert.Single(Validate(o => o.Headers["authorization"] = "Bearer x"));

    [Fact]
    public void A_header_that_would_split_the_request_is_refused() => Assert.Single(Validate(o => o.Headers["X-A"] = "b\r\nX-C: d"));

    [Fact]
    public void Two_kinds_of_credentials_are_refused() => Assert.Single(Validate(o =>
    {
        o.BearerTokenFile = "/token";
        o.BasicAuth = new BasicAuthOptions { Username = "a", PasswordFile = "/b" };
    }));

    [Fact]
    public void A_parameter_that_the_operator_sets_is_refused() => Assert.Single(Validate(o => o.QueryParameters["query"] = "up"));

    [Fact]
    public void Names_are_unique() =>
        Assert.Single(PrometheusOptionsValidator.Validate(new PrometheusOptions { Sources = [new() { Url = "http://a" }, new() { Url = "http://b" }] }));

    [Fact]
    public void Limits_that_make_no_sense_are_refused() => Assert.Equal(5, Validate(o => (o.Timeout, o.MaxSeries, o.MaxAlertSeries, o.MaxSamples, o.MaxResponseBytes) = (TimeSpan.Zero, 0, 0, 0, 0)).Count);

    private static IReadOnlyList<string> Validate(Action<PrometheusSourceOptions> configure)
    {
        var source = new PrometheusSourceOptions { Url = "http://prometheus:9090/prefix" };
        configure(source);
        return PrometheusOptionsValidator.Validate(new PrometheusOptions { Sources = [source] });
    }
}
