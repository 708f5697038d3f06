using System.Text.Json.Nodes;
using Operator.EndToEnd.Tests.Support;
using Operator.Testing.Charts;

namespace Operator.Install.Tests.Manifests;

/// <summary>What <c>kubectl apply -k config</c> applies.</summary>
public sealed class KustomizeTests
{
    private static readonly string Config = Path.Combine(RepositoryFiles.Root, "config");

    [Fact]
    public async Task Its_pod_is_the_chart_s_but_for_names()
    {
        var plain = (await BuildAsync(Config)).PodTemplate["spec"]!.AsObject();
        var chart = (await Helm.Of(4).RenderTextAsync("fullnameOverride: postmortem-operator", ns: "postmortem-operator")).PodTemplate["spec"]!.AsObject();

        // The chart writes its configuration as JSON, and knows its release.
        var container = chart["containers"]![0]!.AsObject();
        container["args"] = plain["containers"]![0]!["args"]!.DeepClone();
        chart["topologySpreadConstraints"]![0]!["labelSelector"]!["matchLabels"]!.AsObject().Remove("app.kubernetes.io/instance");

        Assert.Equal(Sorted(chart)!.ToJsonString(), Sorted(plain)!.ToJsonString());
    }

    [Fact]
    public async Task An_overlay_moves_it_to_another_namespace_and_image_as_a_whole()
    {
        var folder = Directory.CreateTempSubdirectory("overlay-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "kustomization.yaml"), $$"""
            apiVersion: kustomize.config.k8s.io/v1beta1
            kind: Kustomization
            namespace: incidents
            resources: [{{Path.GetRelativePath(folder, Config)}}]
            images: [{name: ghcr.io/postmortem-operator/postmortem-operator, newName: mirror.example.com/pm, newTag: v9}]
            """);

        var built = await BuildAsync(folder);

        Assert.DoesNotContain("namespace: postmortem-operator", built.Text);
        Assert.Equal("incidents", Rendered.Name(built.One("Namespace")));
        Assert.Equal("mirror.example.com/pm:v9", (string?)built.PodTemplate["spec"]!["containers"]![0]!["image"]);
        Assert.All(built.Of("ClusterRoleBinding").Concat(built.Of("RoleBinding")), b => Assert.Equal("incidents", (string?)b["subjects"]![0]!["namespace"]));
    }

    /// <summary>Flux replaces <c>${…}</c> in what it applies.</summary>
    [Fact]
    public async Task Nothing_in_it_looks_like_a_variable_of_Flux() => Assert.DoesNotContain("${", (await BuildAsync(Config)).Text);

    [Fact]
    public async Task Neither_Argo_CD_nor_Flux_prunes_the_definition()
    {
        var annotations = (await BuildAsync(Config)).One("CustomResourceDefinition")["metadata"]!["annotations"]!;

        Assert.Equal("Prune=false", (string?)annotations["argocd.argoproj.io/sync-options"]);
        Assert.Equal("disabled", (string?)annotations["kustomize.toolkit.fluxcd.io/prune"]);
    }

    [Fact]
    public async Task Its_version_is_the_chart_s_and_the_program_s()
    {
        var chart = Yaml.Read(Path.Combine(Helm.Chart, "Chart.yaml"));
        var version = (string)chart["appVersion"]!;

        Assert.EndsWith($":{version}", (string?)(await BuildAsync(Config)).PodTemplate["spec"]!["containers"]![0]!["image"], StringComparison.Ordinal);
        Assert.Contains($"<Version>{version}</Version>", await File.ReadAllTextAsync(Path.Combine(RepositoryFiles.Root, "Directory.Build.props"), TestContext.Current.CancellationToken));
        Assert.Equal(version, (string?)chart["version"]);
    }

    private static async Task<Rendered> BuildAsync(string folder) =>
        Rendered.Parse((await Command.RunAsync(Tools.Kubectl, ["kustomize", folder])).OutputOrFail());

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject fields => new JsonObject(fields.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => KeyValuePair.Create(f.Key, Sorted(f.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
