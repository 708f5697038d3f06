using Operator.Api;
using Operator.EndToEnd.Tests.Support;
using Operator.Runtime;
using Operator.Runtime.Client;

namespace Operator.EndToEnd.Tests;

/// <summary>The ConfigMap of the document: whose it is, and what happens to it.</summary>
public class OutputTests
{
    [Fact]
    public async Task An_edited_or_deleted_ConfigMap_is_repaired_and_what_people_added_stays()
    {
        await using var world = await CreateWorldAsync();
        await world.ApplyAsync("p0-042", Specs.Manual);
        await world.UntilReadyAsync("p0-042");
        var before = (await world.FindConfigMapAsync("p0-042-postmortem"))!["data"]!["postmortem.md"]!.GetValue<string>();

        await world.PatchConfigMapAsync("p0-042-postmortem", """{"data":{"postmortem.md":"nothing happened","note":"mine"}}""");
        await Until.TrueAsync(async () => (await world.FindConfigMapAsync("p0-042-postmortem"))!["data"]!["postmortem.md"]!.GetValue<string>() == before, () => "the text is back");
        Assert.Equal("mine", (await world.FindConfigMapAsync("p0-042-postmortem"))!["data"]!["note"]!.GetValue<string>());

        await world.Client.DeleteAsync(ResourceType.ConfigMap, new ObjectKey("default", "p0-042-postmortem"), null, CancellationToken.None);
        await Until.TrueAsync(async () => await world.FindConfigMapAsync("p0-042-postmortem") is not null, () => "the ConfigMap is back");
    }

    [Fact]
    public async Task Formats_that_are_no_longer_wanted_leave_the_ConfigMap_and_new_ones_come()
    {
        await using var world = await CreateWorldAsync();
        async Task BecomesAsync(string formats, params string[] keys)
        {
            await world.ApplyAsync("p0-042", Specs.With(Specs.Manual, $"\"outputs\":{{\"configMap\":{{\"formats\":[{formats}]}}}}"));
            await Until.TrueAsync(
                async () => (await world.FindConfigMapAsync("p0-042-postmortem"))?["data"]!.AsObject().Select(d => d.Key).Order(StringComparer.Ordinal).SequenceEqual(keys) == true,
                () => $"the ConfigMap holds {string.Join(", ", keys)}");
        }

        await BecomesAsync("\"markdown\"", "postmortem.md");
        await BecomesAsync("\"html\"", "postmortem.html");
        await BecomesAsync("\"html\",\"json\"", "postmortem.html", "status.json");
        await BecomesAsync("\"markdown\",\"html\"", "postmortem.html", "postmortem.md");
    }

    [Fact]
    public async Task A_ConfigMap_of_somebody_else_is_refused_and_used_once_it_is_gone()
    {
        await using var world = await CreateWorldAsync();
        var key = new ObjectKey("default", "p0-042-postmortem");
        await world.Client.ApplyAsync(
            ResourceType.ConfigMap, key, """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"p0-042-postmortem"},"data":{"mine":"yes"}}"""u8.ToArray(), "somebody", false, null, CancellationToken.None);
        await world.ApplyAsync("p0-042", Specs.Manual);

        var refused = await world.UntilStalledAsync("p0-042", Reasons.OutputConflict);

        Assert.Contains("spec.outputs.configMap.name", refused.Message(ConditionTypes.Published));
        Assert.Equal(["mine"], (await world.FindConfigMapAsync("p0-042-postmortem"))!["data"]!.AsObject().Select(d => d.Key));
        await world.Client.DeleteAsync(ResourceType.ConfigMap, key, null, CancellationToken.None);
        world.Time.Advance(TimeSpan.FromMinutes(6));
        await world.UntilReadyAsync("p0-042");
    }

    [Fact]
    public async Task Of_two_resources_that_ask_for_one_name_the_first_has_it()
    {
        await using var world = await CreateWorldAsync();
        var shared = Specs.With(Specs.Manual, "\"outputs\":{\"configMap\":{\"name\":\"shared\"}}");
        await world.ApplyAsync("first", shared);
        await world.UntilReadyAsync("first");
        await world.ApplyAsync("second", shared);

        var second = await world.UntilStalledAsync("second", Reasons.OutputConflict);

        Assert.Contains("first", second.Message(ConditionTypes.Published));
        Assert.Equal("first", (await world.FindConfigMapAsync("shared"))!["metadata"]!["ownerReferences"]![0]!["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_renamed_or_switched_off_output_leaves_nothing_behind()
    {
        await using var world = await CreateWorldAsync();
        await world.ApplyAsync("p0-042", Specs.Manual);
        await world.UntilReadyAsync("p0-042");

        await world.ApplyAsync("p0-042", Specs.With(Specs.Manual, "\"outputs\":{\"configMap\":{\"name\":\"other\"}}"));
        await world.UntilAsync("p0-042", p => p.IsCurrent && p.Status!.Document!.Outputs!.Any(o => o.Location == "default/other"), "is published elsewhere");
        Assert.Null(await world.FindConfigMapAsync("p0-042-postmortem"));

        await world.ApplyAsync("p0-042", Specs.With(Specs.Manual, "\"outputs\":{\"configMap\":{\"enabled\":false}}"));
        var off = await world.UntilAsync("p0-042", p => p.IsCurrent && p.Is(ConditionTypes.Ready) && p.Status!.Document!.Outputs is null or { Count: 0 }, "is published nowhere");
        Assert.Null(await world.FindConfigMapAsync("other"));
        Assert.Equal(PostMortemPhase.Draft, off.Status!.Phase);
    }

    [Fact]
    public async Task The_evidence_s_name_is_kept_for_the_evidence()
    {
        await using var world = await CreateWorldAsync();
        await world.ApplyAsync("p0-042", Specs.With(Specs.Manual, "\"outputs\":{\"configMap\":{\"name\":\"p0-042-evidence\"}}"));

        await world.UntilStalledAsync("p0-042", Reasons.InvalidSpec);
    }

    private static Task<World> CreateWorldAsync() => World.CreateAsync();
}
