using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Operator.EndToEnd.Tests.Support;
using Operator.Testing.Charts;

namespace Operator.Install.Tests.Charts;

/// <summary>The CustomResourceDefinition in the chart.</summary>
public sealed class DefinitionTests
{
    // What etcd and the annotation of a client-side apply hold: https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/apimachinery/pkg/api/validation/objectmeta.go
    private const int AnnotationLimit = 262_144;
    private const int SecretLimit = 1 << 20;

    [Fact]
    public void The_chart_has_the_definition_of_config_crd()
    {
        var copy = Path.Combine(Helm.Chart, "files", "postmortems.yaml");

        Assert.True(
            File.ReadAllText(RepositoryFiles.Crd) == File.ReadAllText(copy),
            "charts/postmortem-operator/files/postmortems.yaml is not config/crd/postmortems.yaml; write both with the command in its first line");
    }

    [Theory]
    [MemberData(nameof(Helm.Versions), MemberType = typeof(Helm))]
    public async Task It_is_rendered_whole_and_kept(int version)
    {
        var rendered = (await Helm.Of(version).RenderAsync()).One("CustomResourceDefinition");

        Assert.Equal("keep", (string?)rendered["metadata"]!["annotations"]!["helm.sh/resource-policy"]);
        Assert.Equal("Prune=false", (string?)rendered["metadata"]!["annotations"]!["argocd.argoproj.io/sync-options"]);
        Assert.Equal(Yaml.Read(RepositoryFiles.Crd)["spec"]!.ToJsonString(), rendered["spec"]!.ToJsonString());
    }

    [Fact]
    public async Task It_is_left_out_or_not_kept_on_request()
    {
        Assert.Empty((await Helm.Of(4).RenderTextAsync("crds: {enabled: false}")).Of("CustomResourceDefinition"));
        var removed = (await Helm.Of(4).RenderTextAsync("crds: {keep: false}")).One("CustomResourceDefinition");
        Assert.Null(removed["metadata"]!["annotations"]);
    }

    /// <summary>Null says nothing, and so does a release whose values are from before the chart had this one.</summary>
    [Theory]
    [MemberData(nameof(Helm.Versions), MemberType = typeof(Helm))]
    public async Task Only_false_gives_it_up(int version)
    {
        foreach (var values in new[] { "crds: {keep: null}", "crds: {enabled: null}" })
        {
            var kept = (await Helm.Of(version).RenderTextAsync(values)).One("CustomResourceDefinition");

            Assert.Equal("keep", (string?)kept["metadata"]!["annotations"]?["helm.sh/resource-policy"]);
        }
    }

    [Theory]
    [MemberData(nameof(Helm.Versions), MemberType = typeof(Helm))]
    public async Task Only_false_gives_the_account_up(int version)
    {
        var rendered = await Helm.Of(version).RenderTextAsync("serviceAccount: {create: null}");

        Assert.Equal(Rendered.Name(rendered.One("ServiceAccount")), (string?)rendered.PodTemplate["spec"]!["serviceAccountName"]);
    }

    [Fact]
    public async Task The_definition_fits_into_the_annotation_of_a_client_side_apply_and_the_release_into_a_Secret()
    {
        var rendered = await Helm.Of(4).RenderAsync(ValueSets.File("sources"));

        var definition = Encoding.UTF8.GetByteCount(rendered.One("CustomResourceDefinition").ToJsonString());
        Assert.InRange(definition, 1, AnnotationLimit * 3 / 4);
        Assert.InRange(await ReleaseAsync(rendered.Text), 1, SecretLimit / 2);
    }

    /// <summary>Who deletes everything of category "all" must not delete the documents.</summary>
    [Fact]
    public void Its_only_category_is_its_own()
    {
        var names = Yaml.Read(RepositoryFiles.Crd)["spec"]!["names"]!;

        Assert.Equal(["sre"], names["categories"]!.AsArray().Select(c => (string?)c));
    }

    /// <summary>As Helm stores it: chart, values and manifest as JSON, compressed, and twice in Base64.</summary>
    private static async Task<int> ReleaseAsync(string manifest)
    {
        var files = Directory.EnumerateFiles(Helm.Chart, "*", SearchOption.AllDirectories).Where(f => !f.Contains("/ci/", StringComparison.Ordinal));
        var chart = new JsonArray([.. files.Select(f => new JsonObject { ["name"] = f, ["data"] = Convert.ToBase64String(File.ReadAllBytes(f)) })]);
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(new JsonObject { ["chart"] = chart, ["manifest"] = manifest }.ToJsonString()));
        }

        return (int)Math.Ceiling(packed.ToArray().Length * 16.0 / 9);
    }
}
