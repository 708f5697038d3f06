using Operator.EndToEnd.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Operator.EndToEnd.Tests;

/// <summary>The roles in config/rbac allow what the operator does, and nothing that it does not do.</summary>
public sealed class PermissionTests
{
    // An apply to a free name is a patch on the wire that the API server authorises as create too; an event is patched when it repeats.
    private static readonly string[] NotSeenOnTheWire = ["configmaps create", "events.events.k8s.io patch"];

    [Fact]
    public async Task The_roles_are_what_a_whole_life_needs()
    {
        await using var world = await World.CreateAsync(withOperator: false);
        await world.StartOperatorAsync(leaderElection: true);
        await LifeTests.FreezeAsync(world);
        await world.ApplyAsync("p0-042", Specs.With(Specs.Alerted, "\"outputs\":{\"configMap\":{\"name\":\"other\"}}"));
        await world.UntilAsync("p0-042", p => p.IsCurrent && p.Status!.Document!.Outputs!.Any(o => o.Location == "default/other"), "is published elsewhere");
        await world.DeleteAsync("p0-042");
        await Until.TrueAsync(() => Task.FromResult(Used(world).Contains("leases.coordination.k8s.io patch")), () => "the lease is renewed");

        var used = Used(world);
        var allowed = Rules("role.yaml").Concat(Rules("leader_election_role.yaml")).ToHashSet(StringComparer.Ordinal);

        Assert.Empty(used.Except(allowed, StringComparer.Ordinal));
        Assert.Equal(NotSeenOnTheWire, allowed.Except(used, StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    private static HashSet<string> Used(World world) => world.Server.Requests.Recent
        .Where(r => r.Agent == World.Operator)
        .Select(r => $"{r.Resource}{(r.Subresource.Length > 0 ? "/" + r.Subresource : "")} {r.Verb}")
        .ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<string> Rules(string file)
    {
        using var reader = new StreamReader(Path.Combine(RepositoryFiles.Root, "config", "rbac", file));
        var stream = new YamlStream();
        stream.Load(reader);
        return
            from document in stream.Documents
            let root = (YamlMappingNode)document.RootNode
            where root.Children.ContainsKey("rules")
            from rule in (YamlSequenceNode)root["rules"]
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
