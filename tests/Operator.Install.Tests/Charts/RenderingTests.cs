using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Operator.Testing.Charts;

namespace Operator.Install.Tests.Charts;

/// <summary>What both Helms make of the chart.</summary>
public sealed partial class RenderingTests
{
    [Theory]
    [MemberData(nameof(ValueSets.WithEachHelm), MemberType = typeof(ValueSets))]
    public async Task Lint_finds_nothing(string values, int helm)
    {
        var result = await Helm.Of(helm).RunAsync(["lint", "--strict", Helm.Chart, .. ValueSets.File(values) is { } file ? new[] { "--values", file } : []]);

        Assert.DoesNotContain("[WARNING]", result.OutputOrFail());
    }

    [Theory]
    [MemberData(nameof(ValueSets.WithEachHelm), MemberType = typeof(ValueSets))]
    public async Task It_renders_twice_the_same_and_no_object_comes_twice(string values, int helm)
    {
        var first = await Helm.Of(helm).RenderAsync(ValueSets.File(values));
        var second = await Helm.Of(helm).RenderAsync(ValueSets.File(values));

        Assert.Equal(first.Text, second.Text);
        Assert.NotEmpty(first.Of("Deployment"));
        Assert.Equal(first.Objects.Count, first.Objects.DistinctBy(Rendered.Identity).Count());
    }

    [Theory]
    [MemberData(nameof(ValueSets.All), MemberType = typeof(ValueSets))]
    public async Task Both_Helms_render_the_same_objects(string values)
    {
        var three = await Helm.Of(3).RenderAsync(ValueSets.File(values));
        var four = await Helm.Of(4).RenderAsync(ValueSets.File(values));

        Assert.Equal(three.Objects.Select(o => o.ToJsonString()), four.Objects.Select(o => o.ToJsonString()));
    }

    /// <summary>A second manager conflicts with values that only repeat a default, and an empty map never stops to differ in Argo CD.</summary>
    [Theory]
    [MemberData(nameof(ValueSets.All), MemberType = typeof(ValueSets))]
    public async Task Nothing_is_rendered_as_null_or_empty(string values)
    {
        var rendered = await Helm.Of(4).RenderAsync(ValueSets.File(values));

        // An emptyDir without a limit is an empty map in Kubernetes, too.
        var own = rendered.Objects.Where(o => (string?)o["kind"] != "CustomResourceDefinition");
        Assert.DoesNotContain(own.SelectMany(o => Empty(o, "")), path => !path.EndsWith(".emptyDir", StringComparison.Ordinal));
    }

    /// <summary>A vendor's version has a suffix, which a plain range refuses.</summary>
    [Theory]
    [InlineData("1.26.0", true)]
    [InlineData("1.34.6-eks-1234567", true)]
    [InlineData("1.33.4-gke.1350000", true)]
    [InlineData("1.25.16", false)]
    public async Task It_installs_on_versions_of_vendors(string version, bool fits)
    {
        foreach (var helm in new[] { 3, 4 })
        {
            Assert.Equal(fits, (await Helm.Of(helm).TemplateAsync(arguments: ["--kube-version", version])).ExitCode == 0);
        }
    }

    /// <summary>What `helm template`, Argo CD and a dry run render must be what an installation renders.</summary>
    [Fact]
    public void The_templates_ask_neither_the_cluster_nor_chance_nor_what_Helm_is_doing()
    {
        var found =
            from file in Directory.EnumerateFiles(Path.Combine(Helm.Chart, "templates"), "*", SearchOption.AllDirectories)
            where Path.GetFileName(file) != "NOTES.txt"
            from match in Unsteady().Matches(File.ReadAllText(file))
            select $"{Path.GetFileName(file)}: {match.Value}";

        Assert.Empty(found);
    }

    [GeneratedRegex(@"\b(lookup|rand[A-Z]\w*|uuidv4|now|htpasswd|gen[A-Z]\w*Cert|genCA|genPrivateKey|Capabilities|IsInstall|IsUpgrade|Release\.Revision)\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Unsteady();

    private static IEnumerable<string> Empty(JsonNode? node, string path) => node switch
    {
        null or JsonObject { Count: 0 } or JsonArray { Count: 0 } => [path],
        JsonObject fields => fields.SelectMany(f => Empty(f.Value, $"{path}.{f.Key}")),
        JsonArray items => items.SelectMany(item => Empty(item, path)),
        _ => [],
    };
}
