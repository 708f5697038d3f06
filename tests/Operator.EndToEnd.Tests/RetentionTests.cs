using System.Text;
using System.Text.Json.Nodes;
using Operator.Api;
using Operator.EndToEnd.Tests.Support;
using Operator.Reconciling;
using Operator.Runtime;
using Operator.Runtime.Client;

namespace Operator.EndToEnd.Tests;

/// <summary>Evidence outlives its resource, its status and its owner reference, as long as nobody asks for its deletion.</summary>
public class RetentionTests
{
    private const string Name = "p0-042";
    private const string Evidence = Name + "-evidence";

    private static readonly string ToDelete = Specs.With(Specs.Alerted, "\"deletionPolicy\":\"Delete\"");

    [Fact]
    public async Task A_namesake_with_the_same_questions_takes_the_evidence_over_and_Prometheus_is_not_asked()
    {
        await using var world = await CreateWorldAsync();
        var frozen = await LifeTests.FreezeAsync(world);
        var file = await FileAsync(world);
        await DeleteAsync(world);
        Assert.Null((await world.FindConfigMapAsync(Evidence))!["metadata"]!["ownerReferences"]);
        var queries = Forget(world);

        await world.ApplyAsync(Name, Specs.With(Specs.Alerted, "\"analysis\":{\"rootCause\":\"The pool was too small.\"}"));

        var second = await world.UntilReadyAsync(Name);
        Assert.NotEqual(frozen.Uid, second.Uid);
        AssertSameEvidence(frozen, second);
        Assert.Equal(queries, world.Prometheus.Queries);
        Assert.Equal(file, await FileAsync(world));
        Assert.Equal(second.Uid, (await world.FindConfigMapAsync(Evidence))!["metadata"]!["annotations"]![PostMortemAnnotations.EvidenceOfUid]!.GetValue<string>());
    }

    [Theory]
    [InlineData("default", false)]
    [InlineData("default", true)]
    [InlineData("again", false)]
    public async Task A_restore_without_status_owner_references_and_uid_finds_its_evidence(string ns, bool delete)
    {
        Assert.SkipUnless(HasControllerManager, "A deleted resource leaves its document behind here, and a deleted namespace stays.");
        await using var world = await CreateWorldAsync();
        await CreateNamespaceAsync(world, ns);
        var spec = delete ? ToDelete : Specs.Alerted;
        world.Prometheus.FiringAt = World.Start.AddMinutes(-30);
        world.Prometheus.LastFiringAt = World.Start.AddMinutes(-18);
        await world.ApplyAsync(Name, spec, ns);
        var frozen = await world.UntilAsync(Name, p => p.IsFrozen && p.Is(ConditionTypes.Ready), "is frozen", ns);
        var backup = (await world.FindConfigMapAsync(Evidence, ns))!;

        await world.StopOperatorAsync();
        await world.DeleteAsync(Name, ns);
        await DeleteAsync(world, ns);
        var queries = Forget(world);
        await CreateNamespaceAsync(world, ns);
        await RestoreAsync(world, backup, ns);
        await world.ApplyAsync(Name, spec, ns);
        await world.StartOperatorAsync();

        var restored = await world.UntilReadyAsync(Name, ns);
        AssertSameEvidence(frozen, restored);
        Assert.Equal(queries, world.Prometheus.Queries);
        Assert.Equal(delete ? restored.Uid : null, await OwnerAsync(world, ns));
    }

    [Fact]
    public async Task A_status_that_is_lost_is_built_again_from_the_file()
    {
        await using var world = await CreateWorldAsync();
        var frozen = await LifeTests.FreezeAsync(world);
        await world.StopOperatorAsync();
        var empty = $$$"""{"apiVersion":"{{{PostMortem.GroupVersion}}}","kind":"PostMortem","metadata":{"name":"{{{Name}}}"},"status":{}}""";
        await world.Client.ApplyAsync(PostMortemReconciler.PostMortems, new ObjectKey("default", Name), Encoding.UTF8.GetBytes(empty), World.Operator, true, "status", CancellationToken.None);
        Assert.Null((await world.FindAsync(Name))!.Status?.Evidence);
        var queries = Forget(world);

        await world.StartOperatorAsync();

        AssertSameEvidence(frozen, await world.UntilReadyAsync(Name));
        Assert.Equal(queries, world.Prometheus.Queries);
    }

    [Fact]
    public async Task Evidence_of_other_questions_is_left_alone_and_the_way_out_works()
    {
        await using var world = await CreateWorldAsync();
        await LifeTests.FreezeAsync(world);
        var file = await FileAsync(world);
        await DeleteAsync(world);
        await world.ApplyAsync(Name, Specs.With(Specs.Alerted, "\"incident\":{\"startedAt\":\"2025-12-14T07:31:00Z\"}"));

        var refused = await world.UntilAsync(Name, p => p.IsCurrent && p.Reason(ConditionTypes.EvidenceCollected) == Reasons.EvidenceConflict, "is refused");
        Assert.Contains($"kubectl delete configmap {Evidence} -n default", refused.Message(ConditionTypes.EvidenceCollected));
        Assert.Null(refused.Status!.Evidence?.Digest);
        Assert.Equal(file, await FileAsync(world));
        Assert.NotNull(await world.FindConfigMapAsync(Name + "-postmortem"));

        await world.Client.DeleteAsync(ResourceType.ConfigMap, new ObjectKey("default", Evidence), null, CancellationToken.None);
        var collected = await world.UntilAsync(Name, p => p.IsFrozen, "is frozen");
        Assert.Equal("EmailServiceDown", Assert.Single(collected.Status!.Alerts!).Name);
    }

    [Fact]
    public virtual async Task Evidence_goes_with_its_resource_when_the_spec_says_so()
    {
        await using var world = await CreateWorldAsync();
        await LifeTests.FreezeAsync(world);
        Assert.Null(await OwnerAsync(world));

        await world.ApplyAsync(Name, ToDelete);
        await Until.TrueAsync(async () => await OwnerAsync(world) is not null, () => "the evidence has an owner");
        await world.ApplyAsync(Name, Specs.Alerted);
        await Until.TrueAsync(async () => await OwnerAsync(world) is null, () => "the evidence has no owner");
        await world.ApplyAsync(Name, Specs.With(Specs.Manual, "\"deletionPolicy\":\"Delete\""));
        await Until.TrueAsync(async () => await OwnerAsync(world) is not null, () => "evidence of which nothing is asked has an owner");

        await world.DeleteAsync(Name);
        await Until.TrueAsync(async () => await world.FindConfigMapAsync(Evidence) is null, () => "the evidence is collected");
    }

    [Fact]
    public async Task Evidence_that_is_left_is_found_by_its_labels_and_its_annotation()
    {
        await using var world = await CreateWorldAsync();
        await LifeTests.FreezeAsync(world);
        await world.DeleteAsync(Name);

        var query = new ListQuery { LabelSelector = "app.kubernetes.io/managed-by=postmortem-operator,app.kubernetes.io/component=evidence" };
        await using var list = await world.Client.OpenAsync(ResourceType.ConfigMap, "default", query, CancellationToken.None);

        var left = Assert.Single((await JsonNode.ParseAsync(list))!["items"]!.AsArray())!["metadata"]!;
        Assert.Equal((Evidence, Name), (left["name"]!.GetValue<string>(), left["annotations"]![PostMortemAnnotations.EvidenceOf]!.GetValue<string>()));
    }

    private static Task<World> CreateWorldAsync() => World.CreateAsync();

    /// <summary>Whether a controller manager deletes what has lost its owner, and what is in a deleted namespace.</summary>
    protected virtual bool HasControllerManager => true;

    private async Task DeleteAsync(World world)
    {
        await world.DeleteAsync(Name);
        if (!HasControllerManager)
        {
            await world.Client.DeleteAsync(ResourceType.ConfigMap, new ObjectKey("default", Name + "-postmortem"), null, CancellationToken.None);
        }

        await Until.TrueAsync(async () => await world.FindConfigMapAsync(Name + "-postmortem") is null, () => "the document is deleted");
    }

    private static int Forget(World world)
    {
        world.Prometheus.FiringAt = null;
        return world.Prometheus.Queries;
    }

    private static void AssertSameEvidence(LivePostMortemView before, LivePostMortemView after)
    {
        Assert.True(after.IsFrozen);
        Assert.Equal(before.Status!.Evidence, after.Status!.Evidence);
        Assert.Equal(before.Status.Summary, after.Status.Summary);
        Assert.Equal("EmailServiceDown", Assert.Single(after.Status.Alerts!).Name);
    }

    private static async Task<string> FileAsync(World world) => (await world.FindConfigMapAsync(Evidence))!["binaryData"]!["evidence.json.gz"]!.GetValue<string>();

    private static async Task<string?> OwnerAsync(World world, string ns = "default") =>
        (await world.FindConfigMapAsync(Evidence, ns))?["metadata"]!["ownerReferences"]?[0]!["uid"]!.GetValue<string>();

    private static async Task CreateNamespaceAsync(World world, string ns)
    {
        if (ns != "default")
        {
            await world.Client.ApplyAsync(
                Namespaces, new ObjectKey("", ns), Encoding.UTF8.GetBytes($$$"""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"{{{ns}}}"}}"""), "test", true, null, CancellationToken.None);
        }
    }

    /// <summary>What a lost namespace takes along; of the default one, the evidence alone.</summary>
    private static async Task DeleteAsync(World world, string ns)
    {
        if (await world.FindConfigMapAsync(Evidence, ns) is not null)
        {
            await world.Client.DeleteAsync(ResourceType.ConfigMap, new ObjectKey(ns, Evidence), null, CancellationToken.None);
        }

        if (ns != "default")
        {
            await world.Client.DeleteAsync(Namespaces, new ObjectKey("", ns), null, CancellationToken.None);
        }

        await Until.TrueAsync(
            async () => await world.FindAsync(Name, ns) is null
                && await world.FindConfigMapAsync(Evidence, ns) is null
                && (ns == "default" || await world.Client.FindAsync<JsonObject>(Namespaces, new ObjectKey("", ns), CancellationToken.None) is null),
            () => "everything is gone");
    }

    private static Task RestoreAsync(World world, JsonObject backup, string ns)
    {
        var metadata = backup["metadata"]!;
        var restored = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject { ["name"] = Evidence, ["labels"] = metadata["labels"]!.DeepClone(), ["annotations"] = metadata["annotations"]!.DeepClone() },
            ["binaryData"] = backup["binaryData"]!.DeepClone(),
        };
        return world.Client.ApplyAsync(ResourceType.ConfigMap, new ObjectKey(ns, Evidence), Encoding.UTF8.GetBytes(restored.ToJsonString()), "velero-server", true, null, CancellationToken.None);
    }

    private static ResourceType Namespaces { get; } = new("", "v1", "Namespace", "namespaces", Namespaced: false);
}
