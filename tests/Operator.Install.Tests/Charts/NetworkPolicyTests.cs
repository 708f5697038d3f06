using System.Text.Json.Nodes;
using Operator.Testing.Charts;

namespace Operator.Install.Tests.Charts;

/// <summary>What the NetworkPolicy lets through.</summary>
public sealed class NetworkPolicyTests
{
    /// <summary>A policy of type Ingress without a rule refuses every scrape.</summary>
    [Fact]
    public async Task Prometheus_reaches_the_metrics_and_nobody_anything_else()
    {
        var rendered = await Helm.Of(4).RenderTextAsync("{networkPolicy: {enabled: true}, metrics: {port: 9100, serviceMonitor: {enabled: true}}}");

        Assert.Equal("""[{"ports":[{"port":9100,"protocol":"TCP"}]}]""", Ingress(rendered)!.ToJsonString());
        Assert.Equal(9100, (long?)rendered.PodTemplate["spec"]!["containers"]![0]!["ports"]!.AsArray().Single(p => (string?)p!["name"] == "metrics")!["containerPort"]);
    }

    [Fact]
    public async Task Rules_of_one_s_own_take_its_place_and_without_metrics_there_is_none()
    {
        var own = await Helm.Of(4).RenderTextAsync("networkPolicy: {enabled: true, ingress: [{from: [{podSelector: {}}]}]}");
        Assert.Equal("""[{"from":[{"podSelector":{}}]}]""", Ingress(own)!.ToJsonString());

        var silent = await Helm.Of(4).RenderTextAsync("{networkPolicy: {enabled: true}, metrics: {enabled: false}}");
        Assert.Null(Ingress(silent));
        Assert.Equal(["Ingress", "Egress"], silent.One("NetworkPolicy")["spec"]!["policyTypes"]!.AsArray().Select(t => (string?)t));
    }

    private static JsonNode? Ingress(Rendered rendered) => rendered.One("NetworkPolicy")["spec"]!["ingress"];
}
