using System.Text;
using System.Text.Json.Nodes;
using Operator.Api;
using Operator.EndToEnd.Tests.Support;
using Operator.Runtime;
using Operator.Runtime.Client;
using Operator.Sandbox.ApiServer.Requests;

namespace Operator.EndToEnd.Tests;

/// <summary>Somebody else writes between what the operator reads and what it writes. Nothing of theirs is taken or removed.</summary>
public class ContestedOutputTests
{
    [Fact]
    public async Task A_ConfigMap_that_somebody_creates_in_that_moment_is_not_taken()
    {
        await using var world = await World.CreateAsync();
        Once(world, "patch", "p0-042-postmortem", () => CreateAsync(world, "p0-042-postmortem", "mine"));

        await world.ApplyAsync("p0-042", Specs.Manual);

        await world.UntilAsync("p0-042", p => p.Reason(ConditionTypes.Published) == Reasons.OutputConflict, "sees the other one's ConfigMap");
        var theirs = (await world.FindConfigMapAsync("p0-042-postmortem"))!;
        Assert.Equal("mine", theirs["data"]!["postmortem.md"]!.GetValue<string>());
        Assert.Null(theirs["metadata"]!["ownerReferences"]);
    }

    [Fact]
    public async Task A_former_output_that_somebody_takes_over_in_that_moment_is_not_removed()
    {
        await using var world = await World.CreateAsync();
        await world.ApplyAsync("p0-042", Specs.With(Specs.Manual, "\"outputs\":{\"configMap\":{\"name\":\"former\"}}"));
        await world.UntilReadyAsync("p0-042");
        Once(world, "delete", "former", () => world.PatchConfigMapAsync("former", """{"metadata":{"ownerReferences":null}}"""));

        await world.ApplyAsync("p0-042", Specs.With(Specs.Manual, "\"outputs\":{\"configMap\":{\"name\":\"latter\"}}"));

        await world.UntilAsync("p0-042", p => p.IsCurrent && p.Is(ConditionTypes.Published), "is published under the other name");
        Assert.NotNull(await world.FindConfigMapAsync("latter"));
        Assert.NotNull(await world.FindConfigMapAsync("former"));
    }

    [Fact]
    public async Task Of_two_resources_that_want_one_name_in_the_same_moment_one_writes_it()
    {
        await using var world = await World.CreateAsync();
        var bothHaveLooked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var looks = 0;
        world.Server.Faults = async (request, _) =>
        {
            if (request.Agent == World.Operator && request is { Verb: "get", Name: "shared" } && Interlocked.Increment(ref looks) == 2)
            {
                bothHaveLooked.TrySetResult();
            }

            if (request.Agent == World.Operator && request is { Verb: "patch", Name: "shared" })
            {
                await bothHaveLooked.Task;
            }

            return FaultOutcome.Continue;
        };
        var spec = Specs.With(Specs.Manual, "\"outputs\":{\"configMap\":{\"name\":\"shared\"}}");
        await world.ApplyAsync("a", spec);
        await world.ApplyAsync("b", spec);

        var a = await world.UntilAsync("a", p => p.IsCurrent && p.Reason(ConditionTypes.Published) is Reasons.Succeeded or Reasons.OutputConflict, "is decided");
        var b = await world.UntilAsync("b", p => p.IsCurrent && p.Reason(ConditionTypes.Published) is Reasons.Succeeded or Reasons.OutputConflict, "is decided");

        Assert.NotEqual(a.Reason(ConditionTypes.Published), b.Reason(ConditionTypes.Published));
        Assert.Single(world.Server.Requests.Recent, r => r is { Agent: World.Operator, Verb: "patch", Name: "shared" });
    }

    [Fact]
    public async Task A_ConfigMap_that_got_another_controller_is_left_alone()
    {
        await using var world = await World.CreateAsync();
        await world.ApplyAsync("p0-042", Specs.Manual);
        var live = await world.UntilReadyAsync("p0-042");
        var owners = new JsonArray(
            new JsonObject { ["apiVersion"] = PostMortem.GroupVersion, ["kind"] = PostMortem.KindName, ["name"] = "p0-042", ["uid"] = live.Uid, ["controller"] = false },
            new JsonObject { ["apiVersion"] = "apps/v1", ["kind"] = "Deployment", ["name"] = "wiki", ["uid"] = "5c2b0a52-0000-4000-8000-000000000000", ["controller"] = true });

        await world.PatchConfigMapAsync("p0-042-postmortem", new JsonObject { ["metadata"] = new JsonObject { ["ownerReferences"] = owners }, ["data"] = new JsonObject { ["postmortem.md"] = "wiki" } }.ToJsonString());

        var conflict = await world.UntilAsync("p0-042", p => p.Reason(ConditionTypes.Published) == Reasons.OutputConflict, "sees the other controller");
        Assert.Contains("Deployment wiki", conflict.Message(ConditionTypes.Published), StringComparison.Ordinal);
        Assert.Equal("wiki", (await world.FindConfigMapAsync("p0-042-postmortem"))!["data"]!["postmortem.md"]!.GetValue<string>());
    }

    /// <summary>Acts when the operator's first request of that kind arrives, before it is served.</summary>
    private static void Once(World world, string verb, string name, Func<Task> act)
    {
        var left = 1;
        world.Server.Faults = async (request, _) =>
        {
            if (request.Agent == World.Operator && request.Verb == verb && request.Name == name && Interlocked.Exchange(ref left, 0) == 1)
            {
                await act();
            }

            return FaultOutcome.Continue;
        };
    }

    private static Task CreateAsync(World world, string name, string text)
    {
        var configMap = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject { ["name"] = name },
            ["data"] = new JsonObject { ["postmortem.md"] = text },
        };
        return world.Client.ApplyAsync(ResourceType.ConfigMap, new ObjectKey("default", name), Encoding.UTF8.GetBytes(configMap.ToJsonString()), "somebody", force: true, null, CancellationToken.None);
    }
}
