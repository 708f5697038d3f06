using System.Text.Json.Nodes;
using Operator.Testing.Charts;

namespace Operator.Install.Tests.Charts;

/// <summary>Labels, annotations and names that people set, beside the chart's own. A real kustomize reads what comes of it, as a post-renderer does: it refuses a key that comes twice.</summary>
public sealed class LabelTests
{
    private const string Contested = """
        global:
          commonLabels: {team: sre, app.kubernetes.io/component: mine, app.kubernetes.io/name: mine}
        podLabels: {team: shop, app.kubernetes.io/name: mine, app.kubernetes.io/component: mine, app.kubernetes.io/version: v9}
        podAnnotations: {checksum/config: mine, checksum/templates: mine, example.com/owner: sre}
        templates: {short: text}
        networkPolicy: {enabled: true}
        podDisruptionBudget: {enabled: true}
        metrics:
          serviceMonitor: {enabled: true, labels: {team: shop}}
          podMonitor: {enabled: true}
          prometheusRule: {enabled: true, labels: {team: shop, release: prometheus}}
          dashboard: {enabled: true, labels: {team: shop}, annotations: {kustomize.toolkit.fluxcd.io/substitute: enabled, grafana_folder: SRE}}
        """;

    [Fact]
    public async Task No_key_comes_twice_and_the_selectors_still_find_the_pods()
    {
        var rendered = await PostRenderAsync(await Helm.Of(4).RenderTextAsync(Contested));
        var labels = rendered.PodTemplate["metadata"]!["labels"]!.AsObject();
        var service = rendered.One("Service");
        JsonNode[] selectors =
        [
            rendered.One("Deployment")["spec"]!["selector"]!["matchLabels"]!,
            rendered.One("NetworkPolicy")["spec"]!["podSelector"]!["matchLabels"]!,
            rendered.One("PodDisruptionBudget")["spec"]!["selector"]!["matchLabels"]!,
            rendered.One("PodMonitor")["spec"]!["selector"]!["matchLabels"]!,
            service["spec"]!["selector"]!,
        ];

        Assert.All(selectors.SelectMany(s => s.AsObject()), l => Assert.Equal((string?)l.Value, (string?)labels[l.Key]));
        Assert.All(rendered.One("ServiceMonitor")["spec"]!["selector"]!["matchLabels"]!.AsObject(), l => Assert.Equal((string?)l.Value, (string?)service["metadata"]!["labels"]![l.Key]));
        Assert.Equal("operator", (string?)labels["app.kubernetes.io/component"]);
        Assert.Equal("test", (string?)rendered.One("Pod")["metadata"]!["labels"]!["app.kubernetes.io/component"]);
        Assert.Equal("shop", (string?)labels["team"]);
        Assert.Equal("v9", (string?)labels["app.kubernetes.io/version"]);
    }

    [Fact]
    public async Task What_the_chart_s_own_annotations_do_cannot_be_undone()
    {
        var rendered = await Helm.Of(4).RenderTextAsync(Contested);
        var annotations = rendered.PodTemplate["metadata"]!["annotations"]!;

        Assert.Matches("^[0-9a-f]{64}$", (string)annotations["checksum/config"]!);
        Assert.Matches("^[0-9a-f]{64}$", (string)annotations["checksum/templates"]!);
        Assert.Equal("sre", (string?)annotations["example.com/owner"]);
        var dashboard = rendered.Of("ConfigMap").Single(c => Rendered.Name(c).EndsWith("-dashboard", StringComparison.Ordinal));
        Assert.Equal("disabled", (string?)dashboard["metadata"]!["annotations"]!["kustomize.toolkit.fluxcd.io/substitute"]);
        Assert.Equal("SRE", (string?)dashboard["metadata"]!["annotations"]!["grafana_folder"]);
    }

    /// <summary>YAML reads these as a number, a truth value or nothing, unless they are quoted.</summary>
    [Theory]
    [InlineData("2024")]
    [InlineData("1e3")]
    [InlineData("true")]
    [InlineData("on")]
    [InlineData("null")]
    public async Task A_name_that_reads_like_a_number_or_a_truth_value_stays_a_name(string name)
    {
        var values = $$$"""
            fullnameOverride: "{{{name}}}"
            nameOverride: "{{{name}}}"
            namespace: "{{{name}}}"
            watchNamespaces: ["{{{name}}}"]
            priorityClassName: "{{{name}}}"
            imagePullSecrets: [{name: "{{{name}}}"}]
            templatesConfigMap: "{{{name}}}"
            leaderElection: {flowSchema: {enabled: true}}
            """;
        foreach (var helm in new[] { 3, 4 })
        {
            var rendered = await PostRenderAsync(await Helm.Of(helm).RenderTextAsync(values, release: name, ns: name));

            Assert.All(rendered.Objects.SelectMany(o => Texts(o["metadata"]!)).Concat(Texts(rendered.One("Deployment")["spec"]!["selector"]!)), t => Assert.Equal(System.Text.Json.JsonValueKind.String, t.GetValueKind()));
            var pod = rendered.PodTemplate["spec"]!;
            Assert.Equal([name, name, name, name], new[] { pod["serviceAccountName"], pod["priorityClassName"], pod["imagePullSecrets"]![0]!["name"], pod["volumes"]!.AsArray().Single(v => (string?)v!["name"] == "templates")!["configMap"]!["name"] }.Select(n => (string?)n));
            Assert.All(rendered.Of("RoleBinding").SelectMany(b => Texts(b["roleRef"]!).Concat(Texts(b["subjects"]![0]!))), t => Assert.Equal(System.Text.Json.JsonValueKind.String, t.GetValueKind()));
            Assert.Equal(name, (string?)rendered.One("FlowSchema")["spec"]!["rules"]![0]!["resourceRules"]![0]!["namespaces"]![0]);
        }
    }

    private static IEnumerable<JsonNode> Texts(JsonNode node) => node switch
    {
        JsonObject fields => fields.SelectMany(f => Texts(f.Value!)),
        JsonArray items => items.SelectMany(i => Texts(i!)),
        _ => [node],
    };

    private static async Task<Rendered> PostRenderAsync(Rendered rendered)
    {
        var folder = Directory.CreateTempSubdirectory("kustomize-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "all.yaml"), rendered.Text);
        await File.WriteAllTextAsync(Path.Combine(folder, "kustomization.yaml"), "resources: [all.yaml]\n");
        return Rendered.Parse((await Command.RunAsync(Tools.Kubectl, ["kustomize", folder])).OutputOrFail());
    }
}
