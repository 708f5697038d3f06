using System.Text;
using Operator.Api;
using Operator.EndToEnd.Tests.Support;
using Operator.Evidence;
using Operator.Runtime;
using Operator.Runtime.Client;

namespace Operator.EndToEnd.Tests;

/// <summary>What people do to the ConfigMap of the evidence takes no evidence and no document away, and there is a way out.</summary>
public class EvidencePlaceTests
{
    private const string Name = "p0-042";
    private const string Evidence = Name + "-evidence";

    [Fact]
    public async Task A_ConfigMap_of_somebody_else_in_its_place_keeps_no_document_from_being_published_and_the_way_out_works()
    {
        await using var world = await CreateWorldAsync();
        await world.Client.ApplyAsync(
            ResourceType.ConfigMap, new ObjectKey("default", Evidence), Encoding.UTF8.GetBytes($$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{{Evidence}}}"},"data":{"k":"v"}}"""), "somebody", false, null, CancellationToken.None);
        world.Prometheus.FiringAt = World.Start.AddMinutes(-30);
        world.Prometheus.LastFiringAt = World.Start.AddMinutes(-18);
        await world.ApplyAsync(Name, Specs.Alerted);

        var without = await world.UntilAsync(Name, p => p.IsCurrent && p.Is(ConditionTypes.Ready) && p.Reason(ConditionTypes.EvidenceCollected) == Reasons.EvidenceConflict, "is ready without evidence");
        Assert.Contains($"{Evidence}, which is to hold the evidence, exists and has no owner: remove it", without.Message(ConditionTypes.EvidenceCollected));
        Assert.NotNull(await world.FindConfigMapAsync(Name + "-postmortem"));
        Assert.Equal("v", (await world.FindConfigMapAsync(Evidence))!["data"]!["k"]!.GetValue<string>());

        await world.Client.DeleteAsync(ResourceType.ConfigMap, new ObjectKey("default", Evidence), null, CancellationToken.None);
        await UntilFrozenLaterAsync(world);
    }

    [Fact]
    public async Task Evidence_that_somebody_made_immutable_stands_and_the_way_out_works()
    {
        await using var world = await CreateWorldAsync();
        world.Prometheus.FiringAt = World.Start.AddMinutes(-30);
        await world.ApplyAsync(Name, Specs.Alerted);
        await world.UntilReadyAsync(Name);
        await world.PatchConfigMapAsync(Evidence, """{"immutable":true}""");
        var kept = EvidenceFile.Load(Convert.FromBase64String(await FileAsync(world)), Evidence);
        world.Prometheus.LastFiringAt = World.Start.AddMinutes(-1);
        world.Time.Advance(TimeSpan.FromMinutes(5));

        var stands = await world.UntilAsync(Name, p => p.Reason(ConditionTypes.EvidenceCollected) == Reasons.EvidenceConflict, "cannot save evidence");
        Assert.Contains("is immutable and holds something else: remove it", stands.Message(ConditionTypes.EvidenceCollected));
        Assert.Equal((true, kept.Digest), (stands.Is(ConditionTypes.Ready), stands.Status!.Evidence!.Digest));

        await world.Client.DeleteAsync(ResourceType.ConfigMap, new ObjectKey("default", Evidence), null, CancellationToken.None);
        await UntilFrozenLaterAsync(world);
    }

    [Fact]
    public async Task Alerts_that_a_lost_file_held_are_not_given_up_though_nothing_was_frozen()
    {
        await using var world = await CreateWorldAsync();
        world.Prometheus.FiringAt = World.Start.AddMinutes(-30);
        await world.ApplyAsync(Name, Specs.Alerted);
        var ongoing = await world.UntilReadyAsync(Name);
        Assert.False(ongoing.IsFrozen);
        world.Prometheus.FiringAt = null;
        await world.Client.DeleteAsync(ResourceType.ConfigMap, new ObjectKey("default", Evidence), null, CancellationToken.None);

        var stalled = await world.UntilStalledAsync(Name, Reasons.EvidenceInvalid);
        Assert.Equal("EmailServiceDown", Assert.Single(stalled.Status!.Alerts!).Name);
        Assert.Null(await world.FindConfigMapAsync(Evidence));

        await world.ApplyAsync(Name, Specs.Alerted, annotations: $$"""{"{{PostMortemAnnotations.RefreshEvidence}}":"accept"}""");
        await world.UntilAsync(Name, p => p.IsCurrent && p.Is(ConditionTypes.Ready) && p.Status!.LastHandledRefreshAt == "accept", "accepts what is left");
    }

    [Fact]
    public async Task A_ConfigMap_of_somebody_else_in_the_place_of_frozen_evidence_leaves_the_document_and_the_way_out_works()
    {
        await using var world = await CreateWorldAsync();
        await LifeTests.FreezeAsync(world);
        var document = await DocumentAsync(world);
        await world.PatchConfigMapAsync(Evidence, """{"metadata":{"labels":null}}""");
        await world.ApplyAsync(Name, Specs.With(Specs.Alerted, "\"authors\":[\"@engineer\"]"));

        var stalled = await world.UntilStalledAsync(Name, Reasons.EvidenceConflict);
        Assert.Contains("remove it, or give this PostMortem another name", stalled.Message(ConditionTypes.Stalled));
        Assert.Equal("EmailServiceDown", Assert.Single(stalled.Status!.Alerts!).Name);
        Assert.Equal(document, await DocumentAsync(world));

        await world.Client.DeleteAsync(ResourceType.ConfigMap, new ObjectKey("default", Evidence), null, CancellationToken.None);
        await UntilFrozenLaterAsync(world);
    }

    [Fact]
    public async Task Evidence_of_a_later_version_is_left_as_it_is_and_so_is_the_document()
    {
        await using var world = await CreateWorldAsync();
        var frozen = await LifeTests.FreezeAsync(world);
        var document = await DocumentAsync(world);
        var saved = await FileAsync(world);
        var later = Convert.ToBase64String("""{"kind":"IncidentEvidence","version":3,"digest":"sha512:new","evidence":{}}"""u8);
        await PutAsync(world, later);

        var stalled = await world.UntilStalledAsync(Name, Reasons.EvidenceTooNew);
        Assert.Contains("use a newer one", stalled.Message(ConditionTypes.Stalled));
        Assert.Equal((frozen.Status!.Evidence, later, document), (stalled.Status!.Evidence, await FileAsync(world), await DocumentAsync(world)));

        // A newer program reads it, as this one reads what it knows.
        await PutAsync(world, saved);
        Assert.Equal(frozen.Status.Evidence, (await world.UntilReadyAsync(Name)).Status!.Evidence);
    }

    protected virtual Task<World> CreateWorldAsync() => World.CreateAsync();

    /// <summary>Nobody tells the operator of what happens to a ConfigMap that is not its own; it looks again after the interval.</summary>
    private static Task UntilFrozenLaterAsync(World world) => world.UntilAsync(
        Name,
        p =>
        {
            world.Time.Advance(TimeSpan.FromSeconds(2));
            return p.IsFrozen && p.Is(ConditionTypes.Ready);
        },
        "is frozen");

    private static async Task<string> DocumentAsync(World world) => (await world.FindConfigMapAsync(Name + "-postmortem"))!["data"]!["postmortem.md"]!.GetValue<string>();

    private static async Task<string> FileAsync(World world) => (await world.FindConfigMapAsync(Evidence))!["binaryData"]!["evidence.json.gz"]!.GetValue<string>();

    private static Task PutAsync(World world, string file) => world.PatchConfigMapAsync(Evidence, $$$"""{"binaryData":{"evidence.json.gz":"{{{file}}}"}}""");
}
