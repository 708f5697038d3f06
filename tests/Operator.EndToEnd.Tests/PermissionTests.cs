using Operator.EndToEnd.Tests.Support;
using Operator.Metrics;
using Operator.Sandbox.ApiServer;
using YamlDotNet.RepresentationModel;

namespace Operator.EndToEnd.Tests;

/// <summary>
/// The roles in config/rbac allow what the operator does, and nothing that it does not do. Every test of this suite that runs on the
/// sandbox holds the first half when it ends; these let operators do everything, for the second half.
/// </summary>
public sealed class PermissionTests : GitTestBase
{
    private static readonly string[] NotSeenOnTheWire =
    [
        // An apply to a free name is a patch on the wire that the API server authorises as create too.
        "configmaps create",

        // An event is patched when it repeats.
        "events.events.k8s.io patch",

        // OpenShift's admission asks for it when an object names a PostMortem as an owner that blocks on it.
        "postmortems.postmortem.dev/finalizers update",
    ];

    // Kubernetes' own role system:discovery grants it to every account.
    private static readonly string[] AllowedToEveryAccount = ["/openapi/v3/apis/postmortem.dev/v1alpha1 GET"];

    private static readonly HashSet<string> Allowed = Rules("role.yaml").Concat(Rules("leader_election_role.yaml")).Concat(Rules("metrics_auth_role.yaml")).ToHashSet(StringComparer.Ordinal);

    [Fact]
    public async Task The_roles_are_what_a_whole_life_needs()
    {
        await using var world = await World.CreateAsync(withOperator: false);
        world.Metrics = new MetricsOptions { Address = "127.0.0.1:0", RequireToken = true };
        await world.StartOperatorAsync(leaderElection: true);
        using var scrape = await Scrape.AskAsync(world.MetricsUrl, "anybody's");
        await LifeTests.FreezeAsync(world);
        await world.ApplyAsync("p0-042", Specs.With(Specs.Alerted, "\"outputs\":{\"configMap\":{\"name\":\"other\"}}"));
        await world.UntilAsync("p0-042", p => p.IsCurrent && p.Status!.Document!.Outputs!.Any(o => o.Location == "default/other"), "is published elsewhere");
        await world.DeleteAsync("p0-042");
        await Until.TrueAsync(() => Task.FromResult(Used(world.Server).Contains("leases.coordination.k8s.io patch")), () => "the lease is renewed");

        Assert.Empty(NotAllowed(world.Server));
        Assert.Equal(NotSeenOnTheWire, Allowed.Except(Used(world.Server), StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    /// <summary>What is granted on request alone: the role for removals, and the right to read Secrets of repositories by their names (git-credentials of the chart).</summary>
    [Fact]
    public async Task The_rights_that_are_granted_on_request_are_what_removals_and_credentials_need()
    {
        await using var world = await CreateAsync();
        await world.GrantAsync("secrets get");
        await ApplySecretAsync(world, "handbook", ("username", "bot"), ("password", "secret"));
        await using var process = Start(world, ("GIT__REPOSITORIES__0__AUTH__SECRETNAME", "handbook"));
        await world.ApplyAsync("pm", Specs.With(Specs.With(Specs.Manual, Output), "\"deletionPolicy\":\"Delete\""));
        await world.UntilReadyAsync("pm");
        await world.DeleteAsync("pm");
        await Until.TrueAsync(async () => await world.FindAsync("pm") is null, () => $"the resource goes; {process.Log}");

        Assert.Equal([.. Rules("git_deletion_role.yaml"), "secrets get"], NotAllowed(world.Server).Order(StringComparer.Ordinal));
    }

    /// <summary>What operators asked this server for although no role allows it to every installation.</summary>
    internal static IEnumerable<string> NotAllowed(SandboxApiServer server) => Used(server).Except(Allowed.Concat(AllowedToEveryAccount), StringComparer.Ordinal);

    private static HashSet<string> Used(SandboxApiServer server) => server.Requests.Recent
        .Where(r => r.Agent == World.Operator)
        .Select(r => $"{r.Resource}{(r.Subresource.Length > 0 ? "/" + r.Subresource : "")} {r.Verb}")
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>What the roles of a file of config/rbac allow.</summary>
    internal static IEnumerable<string> Rules(string file)
    {
        using var reader = new StreamReader(Path.Combine(RepositoryFiles.Root, "config", "rbac", file));
        var stream = new YamlStream();
        stream.Load(reader);
        return
            from document in stream.Documents
            let root = (YamlMappingNode)document.RootNode
            where root.Children.ContainsKey("rules")
            from rule in (YamlSequenceNode)root["rules"]
            where rule is YamlMappingNode { Children: var fields } && fields.ContainsKey("resources")
            let @group = ((YamlSequenceNode)rule["apiGroups"])[0].ToString()
            from resource in (YamlSequenceNode)rule["resources"]
            from verb in (YamlSequenceNode)rule["verbs"]
            select $"{Qualified(resource.ToString(), @group)} {verb}";
    }

    private static string Qualified(string resource, string group)
    {
        var parts = resource.Split('/');
        var name = group.Length == 0 ? parts[0] : $"{parts[0]}.{group}";
        return parts.Length == 1 ? name : $"{name}/{parts[1]}";
    }
}
