using System.Text;
using System.Text.Json.Nodes;
using Operator.Api;
using Operator.EndToEnd.Tests.Support;
using Operator.Evidence;
using Operator.Reconciling;
using Operator.Runtime;

namespace Operator.EndToEnd.Tests;

/// <summary>
/// What may befall a resource whose evidence is frozen, in any order, once Prometheus has forgotten everything: when its spec is what
/// it was, its alerts and figures are what they were.
/// </summary>
public class MishapTests
{
    private const string Name = "p0-042";
    private const int Mishaps = 7;

    private static readonly ObjectKey Key = new("default", Name);
    private static readonly ObjectKey Evidence = new("default", Name + "-evidence");

    private static readonly (string What, Func<World, Task> Befall)[] All =
    [
        ("a value that is not known", w => EditAsync(w, s => s["severity"] = "P9")),
        ("another search window", w => EditAsync(w, s => s["detection"]!["searchWindow"] = new JsonObject { ["from"] = "2025-11-14T06:00:00Z", ["to"] = "2025-11-14T09:00:00Z" })),
        ("a wrong month", w => EditAsync(w, s => s["incident"] = new JsonObject { ["startedAt"] = "2025-11-14T07:30:00Z", ["resolvedAt"] = "2025-11-14T07:42:00Z" })),
        ("a timeline", w => EditAsync(w, s => s["timeline"] = new JsonArray(new JsonObject { ["at"] = "2025-12-14T07:32:00Z", ["type"] = "Acknowledged", ["event"] = "e" }))),
        ("a slip in the alert's name", w => EditAsync(w, s => s["detection"]!["alerts"]![0]!["name"] = "EmialServiceDown")),
        ("no alerts", w => EditAsync(w, s => s.Remove("detection"))),
        ("another objective", w => EditAsync(w, s => s["slos"] = JsonNode.Parse("""[{"name":"a","objective":99,"sli":{"raw":{"errorRatioQuery":"x"}}}]"""))),
        ("a pause", w => EditAsync(w, s => s["suspend"] = true)),
        ("deletion with the evidence, thought better of", w => EditAsync(w, s => s["deletionPolicy"] = "Delete")),
        ("the right spec", w => EditAsync(w, _ => { })),
        ("a refresh", w => EditAsync(w, _ => { }, $$"""{"{{PostMortemAnnotations.RefreshEvidence}}":"{{w.Time.GetUtcNow().Ticks}}"}""")),
        ("a lost status", LoseStatusAsync),
        ("a restart", RestartAsync),
        ("an end and another life", LiveAgainAsync),
        ("a file that is broken, and fixed from a backup", BreakAndMendAsync),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Whatever_befalls_a_resource_its_frozen_evidence_is_there_when_its_spec_is_what_it_was(int seed)
    {
        await using var world = await World.CreateAsync(crd: LenientCrd.WithAnySeverity());
        var frozen = await LifeTests.FreezeAsync(world);
        world.Prometheus.FiringAt = null;
        var story = new List<string>();
        var random = new Random(seed);
        for (var i = 0; i < Mishaps; i++)
        {
            var (what, befall) = All[random.Next(All.Length)];
            story.Add(what);
            await befall(world);
        }

        await world.ApplyAsync(Name, Specs.Alerted);
        var after = await world.UntilAsync(Name, p => p.IsCurrent && p.Is(ConditionTypes.Ready) && p.Reason(ConditionTypes.Ready) == Reasons.Succeeded, $"is ready after {string.Join(", ", story)}");

        Assert.True(after.Status!.Alerts is [{ Name: "EmailServiceDown" }], string.Join(", ", story));
        Assert.Equal((frozen.Status!.Summary, frozen.Status.Alerts![0].FiringAt), (after.Status.Summary, after.Status.Alerts[0].FiringAt));
        Assert.Equal(frozen.Status.Timestamps, after.Status.Timestamps);
    }

    private static async Task EditAsync(World world, Action<JsonObject> edit, string? annotations = null)
    {
        var spec = JsonNode.Parse(Specs.Alerted)!.AsObject();
        edit(spec);
        await world.ApplyAsync(Name, spec.ToJsonString(), annotations: annotations);
        await world.UntilAsync(Name, p => p.IsCurrent, "is dealt with");
    }

    private static async Task LoseStatusAsync(World world)
    {
        await world.StopOperatorAsync();
        var empty = $$$"""{"apiVersion":"{{{PostMortem.GroupVersion}}}","kind":"PostMortem","metadata":{"name":"{{{Name}}}"},"status":{}}""";
        await world.Client.ApplyAsync(PostMortemReconciler.PostMortems, Key, Encoding.UTF8.GetBytes(empty), World.Operator, true, "status", CancellationToken.None);
        await world.StartOperatorAsync();
    }

    private static async Task RestartAsync(World world)
    {
        await world.StopOperatorAsync();
        await world.StartOperatorAsync();
    }

    private static async Task LiveAgainAsync(World world)
    {
        // Evidence that is to be deleted is deleted.
        await EditAsync(world, _ => { });
        await world.DeleteAsync(Name);
        await Garbage.CollectAsync(world);
        await world.ApplyAsync(Name, Specs.Alerted);
        await world.UntilAsync(Name, p => p.IsCurrent, "is dealt with");
    }

    private static async Task BreakAndMendAsync(World world)
    {
        var file = (await world.FindConfigMapAsync(Evidence.Name))!["binaryData"]![EvidenceStore.FileKey]!.GetValue<string>();
        await world.PatchConfigMapAsync(Evidence.Name, """{"binaryData":{"evidence.json.gz":"aGVsbG8="}}""");
        await world.UntilAsync(Name, p => p.IsReconciled, "is dealt with");
        await world.PatchConfigMapAsync(Evidence.Name, new JsonObject { ["binaryData"] = new JsonObject { [EvidenceStore.FileKey] = file } }.ToJsonString());
    }
}
