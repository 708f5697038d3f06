using System.Text.Json.Nodes;
using Operator.EndToEnd.Tests.Support;
using Operator.Testing.Charts;

namespace Operator.Install.Tests.Charts;

/// <summary>
/// What the chart grants. The end-to-end tests hold config/rbac and what the operator asks for together, in both directions; these hold
/// the chart and config/rbac together.
/// </summary>
public sealed class RbacTests
{
    private static readonly string Folder = Path.Combine(RepositoryFiles.Root, "config", "rbac");

    [Fact]
    public async Task Its_roles_grant_what_config_rbac_grants()
    {
        var rendered = await Helm.Of(4).RenderAsync();

        Assert.Equal(
            new[] { "role.yaml", "postmortem_viewer_role.yaml", "postmortem_editor_role.yaml" }.Select(f => Granted(Read(f).Single(IsRole))).Order(StringComparer.Ordinal),
            rendered.Of("ClusterRole").Select(Granted).Order(StringComparer.Ordinal));
        Assert.Equal(Granted(Read("leader_election_role.yaml").Single(IsRole)), Granted(rendered.One("Role")));
    }

    /// <summary>Cluster-wide or in a list of namespaces: the same rules, and never a Secret.</summary>
    [Fact]
    public async Task A_list_of_namespaces_gets_the_same_rules_in_each_of_them_once_and_nothing_cluster_wide()
    {
        var wide = await Helm.Of(4).RenderAsync();
        var confined = await Helm.Of(4).RenderAsync(ValueSets.File("namespaced"));

        Assert.DoesNotContain(confined.Objects, o => Rendered.Namespace(o) is null);
        var roles = confined.Of("Role").Where(r => !Rendered.Name(r).EndsWith("-leader-election", StringComparison.Ordinal)).ToList();
        Assert.Equal(["production", "sre", "staging"], roles.Select(Rendered.Namespace).Order(StringComparer.Ordinal));
        var operatorRole = wide.Of("ClusterRole").Single(r => Rendered.Rules(r).Contains("postmortem.dev/postmortems/status patch"));
        Assert.All(roles, role => Assert.Equal(Rendered.Rules(operatorRole), Rendered.Rules(role)));
        Assert.Equal(["production", "sre", "staging"], confined.Config["run"]!["namespaces"]!.AsArray().Select(n => (string?)n));
        Assert.Equal(confined.Of("Role").Select(Rendered.Identity).Select(i => i["Role ".Length..]), confined.Of("RoleBinding").Select(Rendered.Identity).Select(i => i["RoleBinding ".Length..]));
    }

    [Theory]
    [MemberData(nameof(ValueSets.All), MemberType = typeof(ValueSets))]
    public async Task No_Secret_and_no_spec_may_be_written_or_read_and_leases_only_at_home(string values)
    {
        var rendered = await Helm.Of(3).RenderAsync(ValueSets.File(values));
        var own = Bound(rendered).ToList();

        Assert.DoesNotContain(own, r => (r.Rule.Contains("secrets", StringComparison.Ordinal) && (values != "git" || r.Namespace != "sre")) || r.Rule.Contains('*'));
        Assert.DoesNotContain(own, r => r.Rule is "postmortem.dev/postmortems update" or "postmortem.dev/postmortems create" || (r.Rule == "postmortem.dev/postmortems patch" && values != "git"));
        Assert.All(own.Where(r => r.Rule.Contains("leases", StringComparison.Ordinal)), r => Assert.Equal("sre", r.Namespace));
    }

    /// <summary>The finalizer of spec.deletionPolicy Delete needs the right to patch, and nothing else of the chart gives it.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("watchNamespaces: [production, staging]")]
    public async Task Deletion_of_published_files_brings_the_right_to_patch_and_no_other(string values)
    {
        var without = Bound(await Helm.Of(3).RenderTextAsync(values)).ToList();
        var with = Bound(await Helm.Of(3).RenderTextAsync(values + "\ngit: {allowDeletion: true}")).ToList();

        Assert.All(with.Except(without), r => Assert.Equal("postmortem.dev/postmortems patch", r.Rule));
        string?[] expected = values.Length == 0 ? [null] : ["production", "staging"];
        Assert.Equal(expected, with.Except(without).Select(r => r.Namespace).Order(StringComparer.Ordinal));
        Assert.Empty(without.Except(with));
        Assert.Equal(["postmortem.dev/postmortems patch"], Rendered.Rules(Read("git_deletion_role.yaml").Single(IsRole)));
    }

    /// <summary>A parent chart may take back what it shares; an operator without rights is nobody's wish.</summary>
    [Theory]
    [InlineData("global: null", 2)]
    [InlineData("global: {rbac: null}", 2)]
    [InlineData("global: {rbac: {create: null}}", 2)]
    [InlineData("global: {rbac: {create: false}}", 0)]
    public async Task Only_false_leaves_the_roles_to_somebody_else(string values, int bindings)
    {
        foreach (var helm in new[] { 3, 4 })
        {
            var rendered = await Helm.Of(helm).RenderTextAsync(values + "\nmetrics: {requireToken: true}");

            Assert.Equal(bindings, rendered.Of("ClusterRoleBinding").Count());
        }
    }

    /// <summary>Only what git.repositories name by secretName: the others are mounted.</summary>
    [Fact]
    public async Task The_Secrets_of_repositories_may_be_read_by_name_at_home()
    {
        var rendered = await Helm.Of(4).RenderAsync(ValueSets.File("git"));

        var role = rendered.Of("Role").Single(r => Rendered.Name(r).EndsWith("-git-credentials", StringComparison.Ordinal));
        Assert.Equal("sre", Rendered.Namespace(role));
        var rule = Assert.Single(role["rules"]!.AsArray());
        Assert.Equal(["secrets", "archive", "get"], new[] { "resources", "resourceNames", "verbs" }.Select(f => (string?)Assert.Single(rule![f]!.AsArray())));
    }

    [Fact]
    public async Task Every_binding_names_the_account_that_the_pod_runs_as()
    {
        foreach (var values in ValueSets.Names)
        {
            var rendered = await Helm.Of(4).RenderAsync(ValueSets.File(values));
            var account = $"sre/{rendered.PodTemplate["spec"]!["serviceAccountName"]}";

            var subjects = rendered.Of("RoleBinding").Concat(rendered.Of("ClusterRoleBinding")).SelectMany(b => b["subjects"]!.AsArray());
            Assert.All(subjects, s => Assert.Equal(account, $"{s!["namespace"]}/{s["name"]}"));
            Assert.All(rendered.Of("ServiceAccount"), a => Assert.Equal(account, $"{Rendered.Namespace(a)}/{Rendered.Name(a)}"));
        }
    }

    /// <summary>In the level of other service accounts the operator's own burst, or that of others, could make it lose its lease.</summary>
    [Fact]
    public async Task A_FlowSchema_takes_the_requests_that_the_lease_s_role_allows_out_of_the_crowd()
    {
        var rendered = await Helm.Of(4).RenderTextAsync("leaderElection: {flowSchema: {enabled: true}}");
        var rule = rendered.One("FlowSchema")["spec"]!["rules"]![0]!;
        var allowed = rendered.One("Role")["rules"]![0]!;

        foreach (var field in new[] { "apiGroups", "resources", "verbs" })
        {
            Assert.Equal(allowed[field]!.ToJsonString(), rule["resourceRules"]![0]![field]!.ToJsonString());
        }

        Assert.Equal(rendered.PodTemplate["spec"]!["serviceAccountName"]!.ToJsonString(), rule["subjects"]![0]!["serviceAccount"]!["name"]!.ToJsonString());
        Assert.Equal("leader-election", (string?)rendered.One("FlowSchema")["spec"]!["priorityLevelConfiguration"]!["name"]);
    }

    /// <summary>What the bindings give to the operator's account; the roles for people are bound to nobody.</summary>
    private static IEnumerable<(string? Namespace, string Rule)> Bound(Rendered rendered) =>
        from binding in rendered.Of("RoleBinding").Concat(rendered.Of("ClusterRoleBinding"))
        let reference = binding["roleRef"]!
        from role in rendered.Of((string)reference["kind"]!)
        where Rendered.Name(role) == (string)reference["name"]! && Rendered.Namespace(role) == Rendered.Namespace(binding)
        from rule in Rendered.Rules(role)
        select (Rendered.Namespace(binding), rule);

    private static bool IsRole(JsonObject resource) => ((string)resource["kind"]!).EndsWith("Role", StringComparison.Ordinal);

    private static string Granted(JsonObject role)
    {
        var aggregated = role["metadata"]!["labels"]?.AsObject().Select(l => l.Key).Where(l => l.Contains("aggregate", StringComparison.Ordinal)).Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>();
        return string.Join('\n', Rendered.Rules(role).Concat(aggregated));
    }

    private static IEnumerable<JsonObject> Read(string file) => Yaml.Documents(File.ReadAllText(Path.Combine(Folder, file)));
}
