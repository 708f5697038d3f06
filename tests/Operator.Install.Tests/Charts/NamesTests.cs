using System.Text.Json.Nodes;
using Operator.Testing.Charts;

namespace Operator.Install.Tests.Charts;

/// <summary>What objects are called, and by what the Deployment finds its pods.</summary>
public sealed class NamesTests
{
    private const string Everything = """
        podDisruptionBudget: {enabled: true}
        networkPolicy: {enabled: true}
        leaderElection: {flowSchema: {enabled: true}}
        templates: {short: text}
        """;

    private static readonly string[] WithoutNamespace = ["ClusterRole", "ClusterRoleBinding", "CustomResourceDefinition", "FlowSchema"];

    /// <summary>Helm's longest name of a release; two of them that differ in their last character stay apart.</summary>
    [Fact]
    public async Task Long_names_fit_and_stay_apart()
    {
        var release = new string('r', 52);
        var first = await Helm.Of(3).RenderTextAsync(Everything, release + "a");
        var second = await Helm.Of(3).RenderTextAsync(Everything, release + "b");

        Assert.All(first.Objects, o => Assert.InRange(Rendered.Name(o).Length, 1, 63));
        Assert.All(first.Objects.SelectMany(Labels), label => Assert.InRange(label.Length, 1, 63));
        Assert.Equal(["CustomResourceDefinition /postmortems.postmortem.dev"], Shared(first, second));
    }

    /// <summary>A name beside another that stands for it is a label and no more.</summary>
    [Fact]
    public async Task A_name_that_is_only_a_label_may_be_any_label()
    {
        var deployment = (await Helm.Of(4).RenderTextAsync("{nameOverride: PM_Op.1, fullnameOverride: pm.team, metrics: {enabled: false}}")).One("Deployment");

        Assert.Equal(("pm.team", "PM_Op.1"), (Rendered.Name(deployment), (string?)deployment["spec"]!["selector"]!["matchLabels"]!["app.kubernetes.io/name"]));
    }

    /// <summary>A Service's name is a label of DNS as of RFC 1035; all others may begin with a digit.</summary>
    [Theory]
    [InlineData("2024-incidents")]
    [InlineData("7777777777777777777777777777777777777777777777777777a")]
    [InlineData("incidents-2024")]
    public async Task The_Service_s_name_begins_with_a_letter_whatever_the_release_s_does(string release)
    {
        var name = Rendered.Name((await Helm.Of(4).RenderTextAsync("", release)).One("Service"));

        Assert.Matches("^[a-z][-a-z0-9]{0,61}[a-z0-9]$", name);
        Assert.EndsWith("-metrics", name, StringComparison.Ordinal);
    }

    /// <summary>Joined by dashes these pairs would be one name.</summary>
    [Theory]
    [InlineData("pg-prod", "db", "prod", "db-pg")]
    [InlineData("a", "pm", "b", "pm")]
    public async Task Two_releases_share_no_object_but_the_definition(string firstNamespace, string firstRelease, string secondNamespace, string secondRelease)
    {
        var first = await Helm.Of(3).RenderTextAsync(Everything, firstRelease, firstNamespace);
        var second = await Helm.Of(3).RenderTextAsync(Everything, secondRelease, secondNamespace);

        Assert.Equal(["CustomResourceDefinition /postmortems.postmortem.dev"], Shared(first, second));
    }

    /// <summary>With one lease for two releases, which serve different namespaces, only one of them would ever work.</summary>
    [Fact]
    public async Task Two_releases_in_one_namespace_share_neither_an_object_nor_a_lease()
    {
        var first = await Helm.Of(4).RenderTextAsync(Everything + "\nwatchNamespaces: [a]", "first");
        var second = await Helm.Of(4).RenderTextAsync(Everything + "\nwatchNamespaces: [b]", "second");

        Assert.Equal(["CustomResourceDefinition /postmortems.postmortem.dev"], Shared(first, second));
        Assert.Equal(["first-postmortem-operator", "second-postmortem-operator"], new[] { first, second }.Select(r => (string?)r.Config["run"]!["leaseName"]));
    }

    [Fact]
    public async Task Everything_else_lies_in_the_operator_s_namespace_even_if_it_is_not_the_release_s()
    {
        var rendered = await Helm.Of(4).RenderTextAsync(Everything + "\nnamespace: operators");

        var strays = rendered.Objects.Where(o => !WithoutNamespace.Contains((string?)o["kind"], StringComparer.Ordinal) && Rendered.Namespace(o) != "operators");
        Assert.Empty(strays.Select(Rendered.Identity));
        Assert.Equal("operators", (string?)rendered.Config["run"]!["leaseNamespace"]);
    }

    /// <summary>A selector cannot be changed: no upgrade and no label may reach it.</summary>
    [Fact]
    public async Task The_selector_has_name_and_instance_only()
    {
        var plain = await Helm.Of(4).RenderAsync();
        var other = await Helm.Of(4).RenderTextAsync("{global: {commonLabels: {team: sre, app.kubernetes.io/name: mine}}, podLabels: {a: b}, image: {tag: v9}}");

        var selector = plain.One("Deployment")["spec"]!["selector"]!;
        Assert.Equal(selector.ToJsonString(), other.One("Deployment")["spec"]!["selector"]!.ToJsonString());
        Assert.Equal(
            ["app.kubernetes.io/component", "app.kubernetes.io/instance", "app.kubernetes.io/name"],
            selector["matchLabels"]!.AsObject().Select(l => l.Key).Order(StringComparer.Ordinal));
        Assert.Equal("sre", (string?)other.PodTemplate["metadata"]!["labels"]!["team"]);
        Assert.Equal("postmortem-operator", (string?)other.PodTemplate["metadata"]!["labels"]!["app.kubernetes.io/name"]);
    }

    private static IEnumerable<string> Shared(Rendered first, Rendered second) =>
        first.Objects.Select(Rendered.Identity).Intersect(second.Objects.Select(Rendered.Identity), StringComparer.Ordinal);

    private static IEnumerable<string> Labels(JsonObject resource) =>
        resource["metadata"]!["labels"]?.AsObject().Select(l => l.Value!.GetValue<string>()) ?? [];
}
