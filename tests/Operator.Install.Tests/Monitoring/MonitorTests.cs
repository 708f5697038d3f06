using Operator.Install.Tests.Charts;
using Operator.Testing.Charts;

namespace Operator.Install.Tests.Monitoring;

/// <summary>What the chart makes for those who watch the operator.</summary>
public sealed class MonitorTests
{
    [Fact]
    public async Task By_default_there_is_a_Service_with_metrics_and_nothing_that_needs_another_operator()
    {
        var rendered = await Helm.Of(4).RenderAsync();

        Assert.Equal(8080, (long)rendered.One("Service")["spec"]!["ports"]![0]!["port"]!);
        Assert.Equal(":8080", (string?)rendered.Config["run"]!["metrics"]!["address"]);
        Assert.DoesNotContain(rendered.Objects, o => (string?)o["kind"] is "ServiceMonitor" or "PodMonitor" or "PrometheusRule");
    }

    [Fact]
    public async Task Both_monitors_find_the_port_by_labels_that_the_objects_have()
    {
        var rendered = await Helm.Of(4).RenderAsync(ValueSets.File("observed"));

        var service = rendered.One("Service");
        var byService = rendered.One("ServiceMonitor")["spec"]!;
        Assert.All(byService["selector"]!["matchLabels"]!.AsObject(), l => Assert.Equal(l.Value!.ToJsonString(), service["metadata"]!["labels"]![l.Key]!.ToJsonString()));
        Assert.All(service["spec"]!["selector"]!.AsObject(), l => Assert.Equal(l.Value!.ToJsonString(), rendered.PodTemplate["metadata"]!["labels"]![l.Key]!.ToJsonString()));
        Assert.Equal("metrics", (string?)byService["endpoints"]![0]!["port"]);
        Assert.Equal("https", (string?)byService["endpoints"]![0]!["scheme"]);
        Assert.Equal("kube-prometheus-stack", (string?)rendered.One("ServiceMonitor")["metadata"]!["labels"]!["release"]);

        var byPod = rendered.One("PodMonitor")["spec"]!;
        Assert.All(byPod["selector"]!["matchLabels"]!.AsObject(), l => Assert.Equal(l.Value!.ToJsonString(), rendered.PodTemplate["metadata"]!["labels"]![l.Key]!.ToJsonString()));
        Assert.Equal("sre", (string?)byPod["namespaceSelector"]!["matchNames"]![0]);
        Assert.Contains(rendered.PodTemplate["spec"]!["containers"]![0]!["ports"]!.AsArray(), p => (string?)p!["name"] == (string?)byPod["podMetricsEndpoints"]![0]!["port"]);
    }

    [Fact]
    public async Task Tokens_are_judged_by_a_role_of_their_own_and_not_where_there_is_no_ClusterRole()
    {
        var rendered = await Helm.Of(4).RenderAsync(ValueSets.File("observed"));
        var auth = rendered.Of("ClusterRole").Single(r => Rendered.Name(r).EndsWith("-metrics-auth", StringComparison.Ordinal));
        Assert.Equal(["authentication.k8s.io/tokenreviews create", "authorization.k8s.io/subjectaccessreviews create"], Rendered.Rules(auth));
        Assert.True((bool)rendered.Config["run"]!["metrics"]!["requireToken"]!);

        var refused = await Helm.Of(4).TemplateAsync(arguments: ["--set", "metrics.requireToken=true,watchNamespaces={a}"]);
        Assert.Contains("metrics.requireToken: needs a ClusterRole", refused.RefusalOrFail());
        Assert.Contains("needs metrics.service.enabled", (await Helm.Of(3).TemplateAsync(arguments: ["--set", "metrics.service.enabled=false,metrics.serviceMonitor.enabled=true"])).RefusalOrFail());
    }

    [Theory]
    [InlineData("serviceMonitor")]
    [InlineData("podMonitor")]
    [InlineData("prometheusRule")]
    [InlineData("dashboard")]
    public async Task What_reads_metrics_is_refused_where_none_are_served(string kind)
    {
        var refused = await Helm.Of(4).TemplateAsync(arguments: ["--set", $"metrics.enabled=false,metrics.{kind}.enabled=true"]);

        Assert.Contains($"metrics.{kind}.enabled: needs metrics.enabled", refused.RefusalOrFail());
    }

    [Fact]
    public async Task Without_metrics_nothing_of_them_is_left()
    {
        var rendered = await Helm.Of(4).RenderAsync(arguments: ["--set", "metrics.enabled=false"]);

        Assert.Empty(rendered.Of("Service"));
        Assert.Null(rendered.Config["run"]!["metrics"]);
        Assert.DoesNotContain(rendered.PodTemplate["spec"]!["containers"]![0]!["ports"]!.AsArray(), p => (string?)p!["name"] == "metrics");
    }
}
