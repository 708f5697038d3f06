using System.Text;
using System.Text.Json.Nodes;
using Operator.Api;
using Operator.EndToEnd.Tests.Support;
using Operator.Reconciling;
using Operator.Runtime;

namespace Operator.EndToEnd.Tests;

/// <summary>A resource that cannot be read keeps what its status holds, so that nothing is lost once it can be read again.</summary>
public class RefusalTests
{
    [Fact]
    public async Task Frozen_evidence_survives_a_value_that_is_not_known_and_is_not_collected_again()
    {
        await using var world = await CreateWorldAsync(LenientCrd.WithAnySeverity());
        var frozen = await LifeTests.FreezeAsync(world);
        world.Prometheus.FiringAt = null;
        var queries = world.Prometheus.Queries;

        await world.ApplyAsync("p0-042", Specs.Alerted.Replace("\"P0\"", "\"P9\"", StringComparison.Ordinal));
        var refused = await world.UntilStalledAsync("p0-042", Reasons.InvalidSpec);
        Assert.Equal(frozen.Status!.Evidence, refused.Status!.Evidence);
        Assert.Equal("EmailServiceDown", Assert.Single(refused.Status.Alerts!).Name);
        Assert.Equal(frozen.Status.Summary, refused.Status.Summary);
        Assert.Equal(frozen.Status.Document!.Digest, refused.Status.Document!.Digest);

        await world.ApplyAsync("p0-042", Specs.Alerted);
        var corrected = await world.UntilReadyAsync("p0-042");
        Assert.Equal(frozen.Status.Evidence, corrected.Status!.Evidence);
        Assert.Equal("EmailServiceDown", Assert.Single(corrected.Status.Alerts!).Name);
        Assert.Equal(queries, world.Prometheus.Queries);
    }

    [Fact]
    public async Task After_a_rollback_a_status_of_a_later_version_keeps_no_resource_from_being_dealt_with()
    {
        await using var world = await CreateWorldAsync(LenientCrd.WithAnySeverityAndPhase());
        var frozen = await LifeTests.FreezeAsync(world);
        await world.StopOperatorAsync();
        await ArchiveAsync(world);
        world.Prometheus.FiringAt = null;
        var queries = world.Prometheus.Queries;

        await world.StartOperatorAsync();

        var again = await world.UntilAsync("p0-042", p => p.Is(ConditionTypes.Ready) && p.Status!.Phase == PostMortemPhase.Draft, "has a phase that is known");
        Assert.Equal(frozen.Status!.Evidence, again.Status!.Evidence);
        Assert.Equal("EmailServiceDown", Assert.Single(again.Status.Alerts!).Name);
        Assert.Equal(queries, world.Prometheus.Queries);
    }

    [Fact]
    public async Task A_refused_resource_keeps_a_status_of_a_later_version_as_it_is_but_for_its_conditions()
    {
        await using var world = await CreateWorldAsync(LenientCrd.WithAnySeverityAndPhase());
        await LifeTests.FreezeAsync(world);
        await world.StopOperatorAsync();
        var before = await ArchiveAsync(world);
        await world.ApplyAsync("p0-042", Specs.Alerted.Replace("\"P0\"", "\"P9\"", StringComparison.Ordinal));

        await world.StartOperatorAsync();
        await Until.TrueAsync(
            async () => (await StatusAsync(world))["conditions"]!.AsArray().Any(c => c!["type"]!.GetValue<string>() == "Stalled"), () => "the status is refused");

        var after = await StatusAsync(world);
        foreach (var status in new[] { before, after })
        {
            status.Remove("conditions");
            status.Remove("observedGeneration");
        }

        Assert.Equal(before.ToJsonString(), after.ToJsonString());
    }

    private static Task<World> CreateWorldAsync(string crd) => World.CreateAsync(crd: crd);

    private static ObjectKey Key { get; } = new("default", "p0-042");

    /// <summary>Writes a phase that only a later version knows.</summary>
    private static async Task<JsonObject> ArchiveAsync(World world)
    {
        var status = await StatusAsync(world);
        status["phase"] = "Archived";
        await world.Client.ApplyAsync(
            PostMortemReconciler.PostMortems, Key, Encoding.UTF8.GetBytes(Body(status)), World.Operator, force: true, "status", CancellationToken.None);
        return status;
    }

    private static string Body(JsonObject status) => new JsonObject
    {
        ["apiVersion"] = PostMortem.GroupVersion,
        ["kind"] = PostMortem.KindName,
        ["metadata"] = new JsonObject { ["name"] = Key.Name, ["namespace"] = Key.Namespace },
        ["status"] = status.DeepClone(),
    }.ToJsonString();

    private static async Task<JsonObject> StatusAsync(World world) =>
        (await world.Client.FindAsync<JsonObject>(PostMortemReconciler.PostMortems, Key, CancellationToken.None))!["status"]!.DeepClone().AsObject();
}
