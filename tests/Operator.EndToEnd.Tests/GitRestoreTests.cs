using System.Text;
using System.Text.Json.Nodes;
using Operator.Api;
using Operator.EndToEnd.Tests.Support;
using Operator.Runtime;
using Operator.Runtime.Client;

namespace Operator.EndToEnd.Tests;

/// <summary>A backup that was restored as Velero does it: without statuses, uids and owners, while the repository has gone on.</summary>
public class GitRestoreTests : GitTestBase
{
    private static readonly string Spec = Specs.With(Specs.Alerted, Output + ",\"actionItems\":[{\"id\":\"AI-1\",\"title\":\"Enlarge the pool\"}]");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nothing_is_published_twice_and_nothing_is_lost(bool withConfigMaps)
    {
        string readme, document;
        JsonObject[] configMaps;
        LivePostMortemView before;
        await using (var world = await CreateAsync(isOlder: true))
        await using (var process = Start(world))
        {
            world.Prometheus.FiringAt = world.Time.GetUtcNow().AddMinutes(-40);
            world.Prometheus.LastFiringAt = world.Time.GetUtcNow().AddMinutes(-30);
            await world.ApplyAsync("pm", Spec);
            await world.UntilAsync("pm", p => p.IsFrozen && p.IsCurrent && p.Is(ConditionTypes.Ready), "is frozen and published");
            readme = Repository.Files.Single(f => f.EndsWith("pm/README.md", StringComparison.Ordinal));

            // What people said after the backup was made as well is in the repository alone.
            Edit("Words", "**Priority:** P0", "**Priority:** P0, felt like P1", readme);
            Edit("Done", "[ ] **AI-1:**", "[x] **AI-1:**", readme);
            before = await world.UntilAsync(
                "pm", p => p.IsCurrent && p.Is(ConditionTypes.Ready) && p.Reason(ConditionTypes.Published) == Reasons.HumanEdited && p.Status!.ActionItems![0].State == FollowedState.Done, "has heard of it");
            await Until.TrueAsync(() => Task.FromResult(Repository.Read(readme).Contains("[x] **AI-1:**", StringComparison.Ordinal)), () => "the document has the tick");
            configMaps = await ConfigMapsAsync(world);
            await process.TerminateAsync();
        }

        document = Repository.Read(readme);
        var commits = Repository.Commits;
        await using var restored = await CreateAsync();
        foreach (var configMap in withConfigMaps ? configMaps : [])
        {
            await restored.Client.ApplyAsync(ResourceType.ConfigMap, new ObjectKey("default", (string)configMap["metadata"]!["name"]!), Encoding.UTF8.GetBytes(configMap.ToJsonString()), "velero", force: true, null, CancellationToken.None);
        }

        await restored.ApplyAsync("pm", Spec);
        await using var successor = Start(restored);
        var after = await restored.UntilAsync("pm", p => p.IsCurrent && p.IsFrozen && p.Reason(ConditionTypes.Published) == Reasons.HumanEdited && p.Is(ConditionTypes.Ready), "is as it was");

        Assert.Equal(before.Status!.Summary, after.Status!.Summary);
        Assert.Equal((FollowedState.Done, "Ann <ann@example.com>"), (after.Status.ActionItems![0].State, Assert.Single(after.Status.ActionItems[0].Statements!).By));
        Assert.Equal(before.Status.ActionItems![0].CompletedAt, after.Status.ActionItems[0].CompletedAt);
        Assert.Equal(before.Status.Document!.Outputs!.Select(o => o.Location), after.Status.Document!.Outputs!.Select(o => o.Location));
        Assert.Equal(configMaps.Select(c => (string?)c["metadata"]!["name"]), (await ConfigMapsAsync(restored)).Select(c => (string?)c["metadata"]!["name"]));

        // One document, with people's words, and no more than one commit, which names where it came from.
        Assert.Equal(readme, Assert.Single(Repository.Files, f => f.EndsWith("pm/README.md", StringComparison.Ordinal)));
        Assert.InRange(Repository.Commits - commits, 0, 1);
        Assert.Contains("felt like P1", Repository.Read(readme), StringComparison.Ordinal);
        Assert.Equal(Lasting(document), Lasting(Repository.Read(readme)));
        Assert.Equal(1, Repository.Read("postmortems/README.md").Split("default/pm/README.md").Length - 1);
    }

    /// <summary>What Velero restores of a ConfigMap.</summary>
    private static async Task<JsonObject[]> ConfigMapsAsync(World world)
    {
        var list = JsonNode.Parse(await Kubectl.RunAsync(world, "get", "configmaps", "-n", "default", "-o", "json"))!["items"]!.AsArray();
        foreach (var metadata in list.Select(c => c!["metadata"]!.AsObject()))
        {
            foreach (var field in new[] { "uid", "resourceVersion", "ownerReferences", "creationTimestamp", "managedFields", "generation" })
            {
                metadata.Remove(field);
            }
        }

        return [.. list.Select(c => c!.DeepClone().AsObject()).OrderBy(c => (string?)c["metadata"]!["name"], StringComparer.Ordinal)];
    }

    private static List<string> Lasting(string document) => [.. document.Split('\n')
        .Where(l => !l.StartsWith("<!-- postmortem.dev/", StringComparison.Ordinal) && !l.StartsWith("**Taken over from:**", StringComparison.Ordinal) && !string.IsNullOrWhiteSpace(l))];
}
