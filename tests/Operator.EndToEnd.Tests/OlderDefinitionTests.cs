using System.Text.Json.Nodes;
using Operator.Api;
using Operator.EndToEnd.Tests.Support;
using Operator.Reconciling;

namespace Operator.EndToEnd.Tests;

/// <summary>
/// After a rollback to an older CustomResourceDefinition the API server hides what that one does not know, and removes it at the next write
/// of the object. The sandbox hides nothing of what it stores, so these objects are created as such a server shows them.
/// </summary>
public class OlderDefinitionTests
{
    [Fact]
    public async Task Nothing_is_written_that_would_remove_what_the_definition_hides_and_an_event_says_so()
    {
        await using var world = await World.CreateAsync(crd: LenientCrd.Without("noActionItems"));
        await CreateAsync(world, "hidden");

        await Until.TrueAsync(async () => (await Kubectl.EventsAsync(world, "hidden")).Count > 0, () => "an event tells that the resource is left alone");

        var told = Assert.Single(await Kubectl.EventsAsync(world, "hidden"));
        Assert.Equal(("Warning", Reasons.DefinitionTooOld), ((string?)told["type"], (string?)told["reason"]));
        Assert.StartsWith("spec.noActionItems: ", (string?)told["note"], StringComparison.Ordinal);

        // It is looked at again, and still nothing but that one event is written.
        var reads = Reads(world);
        world.Time.Advance(TimeSpan.FromMinutes(20));
        await Until.TrueAsync(() => Task.FromResult(Reads(world) > reads), () => "it is looked at again");
        Assert.DoesNotContain(world.Server.Requests.Recent, r => r.Agent == World.Operator && r.IsWrite && !r.Resource.StartsWith("events", StringComparison.Ordinal));
    }

    /// <summary>What a write has removed is only named by the record of managers: there is nothing left to be saved.</summary>
    [Fact]
    public async Task A_field_that_is_lost_and_that_the_definition_knows_holds_nothing_up()
    {
        await using var world = await World.CreateAsync();
        await CreateAsync(world, "lost");

        await world.UntilReadyAsync("lost");
    }

    private static Task CreateAsync(World world, string name) => world.Client.CreateAsync(
        PostMortemReconciler.PostMortems,
        "default",
        new JsonObject
        {
            ["apiVersion"] = "postmortem.dev/v1alpha1",
            ["kind"] = "PostMortem",
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["managedFields"] = JsonNode.Parse("""[{"manager":"kubectl","operation":"Update","apiVersion":"postmortem.dev/v1alpha1","time":"2025-12-14T07:00:00Z","fieldsType":"FieldsV1","fieldsV1":{"f:spec":{"f:noActionItems":{}}}}]"""),
            },
            ["spec"] = JsonNode.Parse(Specs.Manual),
        },
        "kubectl",
        CancellationToken.None);

    private static int Reads(World world) => world.Server.Requests.Recent.Count(r => r.Agent == World.Operator && r is { Verb: "get", Resource: "postmortems.postmortem.dev" });
}
