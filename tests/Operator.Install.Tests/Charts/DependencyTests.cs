using Operator.Testing.Charts;

namespace Operator.Install.Tests.Charts;

/// <summary>The chart as a dependency of another one, which adds values that no schema of ours named.</summary>
public sealed class DependencyTests
{
    [Theory]
    [MemberData(nameof(Helm.Versions), MemberType = typeof(Helm))]
    public async Task A_parent_chart_switches_it_on_and_off_and_shares_its_globals(int version)
    {
        var helm = Helm.Of(version);
        var parent = Parent("""
            - {name: postmortem-operator, version: ">=0.0.0", repository: "file://CHART", condition: postmortem-operator.enabled}
            """);
        (await helm.RunAsync(["dependency", "build", "--skip-refresh", parent])).OutputOrFail();
        var values = Helm.ValueFile("""
            global:
              imageRegistry: mirror.example.com
              storageClass: fast
              commonLabels: {team: sre}
            postmortem-operator:
              enabled: true
              workers: 8
            """);

        var on = await helm.RenderAsync(values, chart: parent);
        var off = await helm.RenderAsync(values, chart: parent, arguments: ["--set", "postmortem-operator.enabled=false"]);

        Assert.Equal("pm-postmortem-operator", Rendered.Name(on.One("Deployment")));
        Assert.Equal("sre", (string?)on.One("Deployment")["metadata"]!["labels"]!["team"]);
        Assert.Equal(8, (int)on.Config["run"]!["workers"]!);
        Assert.Empty(off.Of("Deployment"));
    }

    /// <summary>
    /// As a dependency, too: with --values and with --set. Helm 4 passes over a null in the values.yaml of the parent chart itself
    /// (https://github.com/helm/helm/issues/32132), which docs/install.md tells.
    /// </summary>
    [Theory]
    [InlineData(3, false)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    [InlineData(4, true)]
    public async Task Null_takes_a_default_back(int version, bool byFile)
    {
        var helm = Helm.Of(version);
        var parent = Parent("""
            - {name: postmortem-operator, version: ">=0.0.0", repository: "file://CHART"}
            """);
        (await helm.RunAsync(["dependency", "build", "--skip-refresh", parent])).OutputOrFail();

        var rendered = byFile
            ? await helm.RenderAsync(Helm.ValueFile("postmortem-operator: {securityContext: {runAsUser: null, runAsGroup: null}}"), chart: parent)
            : await helm.RenderAsync(chart: parent, arguments: ["--set", "postmortem-operator.securityContext.runAsUser=null,postmortem-operator.securityContext.runAsGroup=null"]);

        var context = rendered.PodTemplate["spec"]!["securityContext"]!.AsObject();
        Assert.False(context.ContainsKey("runAsUser") || context.ContainsKey("runAsGroup"));
        Assert.True((bool)context["runAsNonRoot"]!);
    }

    [Fact]
    public async Task Two_of_them_under_aliases_share_nothing_but_the_definition()
    {
        var helm = Helm.Of(4);
        var parent = Parent("""
            - {name: postmortem-operator, version: ">=0.0.0", repository: "file://CHART", alias: east}
            - {name: postmortem-operator, version: ">=0.0.0", repository: "file://CHART", alias: west_Coast}
            """);
        (await helm.RunAsync(["dependency", "build", "--skip-refresh", parent])).OutputOrFail();

        var rendered = await helm.RenderAsync(Helm.ValueFile("west_Coast: {crds: {enabled: false}}"), chart: parent);

        // The keys of values are often written so; names of objects cannot be.
        Assert.Equal(["pm-east", "pm-west-coast"], rendered.Of("Deployment").Select(Rendered.Name).Order(StringComparer.Ordinal));
        Assert.Equal(rendered.Objects.Count, rendered.Objects.DistinctBy(Rendered.Identity).Count());
        var selectors = rendered.Of("Deployment").Select(d => d["spec"]!["selector"]!.ToJsonString());
        Assert.Equal(2, selectors.Distinct(StringComparer.Ordinal).Count());
    }

    private static string Parent(string dependencies)
    {
        var folder = Directory.CreateTempSubdirectory("parent-").FullName;
        File.WriteAllText(Path.Combine(folder, "Chart.yaml"), $"""
            apiVersion: v2
            name: platform
            version: 1.0.0
            dependencies:
            {dependencies.Replace("CHART", Helm.Chart, StringComparison.Ordinal).Trim()}
            """);
        return folder;
    }
}
