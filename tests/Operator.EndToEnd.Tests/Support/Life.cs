using System.Globalization;
using System.Text.Json.Nodes;
using Operator.Api;
using Operator.Runtime.Client;

namespace Operator.EndToEnd.Tests.Support;

/// <summary>
/// The life of one resource from creation to deletion, for a process with the system's clock: where the incident would have to
/// grow older, its alert is evaluated more often instead.
/// </summary>
public static class Life
{
    private const string Name = "pm";

    public static IEnumerable<Act> Acts(World world)
    {
        // Samples that were read once do not vanish, so the last one is always the same: how long ago that is, in evaluations, decides
        // whether the alert fires, is over, or has settled. Each leaves a slow process ten minutes.
        var now = world.Time.GetUtcNow();
        var last = now.AddMinutes(-25);
        yield return new Act(
            "ongoing",
            () =>
            {
                (world.Prometheus.FiringAt, world.Prometheus.LastFiringAt, world.Prometheus.IntervalSeconds) = (last.AddSeconds(-16_800), last, 1200);
                return world.ApplyAsync(Name, Specs.Alerted);
            },
            Resource(world, p => p.IsCurrent && p.Is(ConditionTypes.Ready) && p.Reason(ConditionTypes.Resolved) == Reasons.Ongoing));
        yield return new Act(
            "resolved",
            () =>
            {
                world.Prometheus.IntervalSeconds = 700;
                return LookAgainAsync(world, "resolved");
            },
            Resource(world, p => p.Is(ConditionTypes.Ready) && p.Is(ConditionTypes.Resolved) && p.Status!.LastHandledReconcileAt == "resolved"));
        yield return new Act(
            "frozen",
            () =>
            {
                world.Prometheus.IntervalSeconds = 60;
                return LookAgainAsync(world, "frozen");
            },
            Resource(world, p => p.Is(ConditionTypes.Ready) && p.Is(ConditionTypes.Resolved) && p.IsFrozen && p.Status!.LastHandledReconcileAt == "frozen"));
        yield return new Act(
            "reviewed",
            () => world.ApplyAsync(Name, Reviewed(now)),
            Resource(world, p => p.IsCurrent && p.Is(ConditionTypes.Ready) && p.Is(ConditionTypes.Reviewed) && p.Status!.Phase == PostMortemPhase.Published));
        yield return new Act("deleted", () => world.DeleteAsync(Name), async () => await ListAsync(world) is [var left] && left["metadata"]!["name"]!.GetValue<string>() == Name + "-evidence");
        yield return new Act(
            "created again, once Prometheus has forgotten",
            () =>
            {
                world.Prometheus.FiringAt = null;
                return world.ApplyAsync(Name, Reviewed(now));
            },
            Resource(world, p => p.IsCurrent && p.Is(ConditionTypes.Ready) && p.IsFrozen && p.Status!.Alerts!.Count == 1));
        yield return new Act(
            "to be deleted with its evidence",
            () => world.ApplyAsync(Name, Specs.With(Reviewed(now), "\"deletionPolicy\":\"Delete\"")),
            async () => (await ListAsync(world)).All(c => c["metadata"]!["ownerReferences"] is not null) && await Resource(world, p => p.IsCurrent && p.Is(ConditionTypes.Ready))());
        yield return new Act("deleted for good", () => world.DeleteAsync(Name), async () => (await ListAsync(world)).Count == 0);
    }

    /// <summary>What must be the same whenever the process died: everything but times and what follows from them.</summary>
    public static async Task<string> StateAsync(World world)
    {
        var configMaps = await ListAsync(world);
        if (await world.FindAsync(Name) is not { } resource)
        {
            // A reconcile that was under way may have written once more; what has an owner is collected.
            await Until.TrueAsync(
                async () => (configMaps = await ListAsync(world)).All(c => c["metadata"]!["ownerReferences"] is null),
                () => $"only retained evidence is left of a deleted resource, but there is {string.Join(' ', configMaps.Select(c => c["metadata"]!["name"]))}");
            return configMaps.Count == 0 ? "nothing is left" : $"left: {string.Join(' ', configMaps.Select(c => c["metadata"]!["name"]))}";
        }

        var status = resource.Status!;
        var conditions = status.Conditions!.Select(c => $"{c.Type}={c.Status}/{c.Reason}");
        var owned = configMaps.Select(c => Describe(c, resource.Uid)).Order(StringComparer.Ordinal);
        var outputs = status.Document!.Outputs!.Select(o => o.Location);
        return $"{status.Phase} {status.Evidence?.State} {status.Summary?.State} {string.Join(',', outputs)} [{string.Join(' ', conditions)}] [{string.Join(' ', owned)}]";
    }

    private static string Reviewed(DateTimeOffset now) => Specs.With(Specs.Alerted, Specs.Sections + $$$"""
        ,"outputs":{"configMap":{"name":"elsewhere"}},"review":{"reviewers":[{"name":"Tech Lead","approvedAt":"{{{Rfc3339(now)}}}"}]}
        """);

    private static string Rfc3339(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static Task LookAgainAsync(World world, string token) =>
        world.ApplyAsync(Name, Specs.Alerted, annotations: $"{{\"{PostMortemAnnotations.ReconcileAt}\":\"{token}\"}}");

    private static string Describe(JsonObject configMap, string uid)
    {
        var owners = configMap["metadata"]!["ownerReferences"]?.AsArray() ?? [];
        var owner = owners.Count == 0 ? "retained" : owners.Count == 1 && owners[0]!["uid"]!.GetValue<string>() == uid ? "owned" : $"owned by {owners.ToJsonString()}";
        var keys = (configMap["data"] ?? configMap["binaryData"])!.AsObject().Select(d => d.Key);
        return $"{configMap["metadata"]!["name"]}:{string.Join(',', keys)}:{owner}";
    }

    private static Func<Task<bool>> Resource(World world, Func<LivePostMortemView, bool> condition) =>
        async () => await world.FindAsync(Name) is { } resource && condition(resource);

    private static async Task<List<JsonObject>> ListAsync(World world)
    {
        await using var page = await world.Client.OpenAsync(ResourceType.ConfigMap, "default", new ListQuery(), CancellationToken.None);
        return [.. (await JsonNode.ParseAsync(page))!["items"]!.AsArray().Select(item => item!.AsObject())];
    }
}
