using Operator.Api;
using Operator.EndToEnd.Tests.Support;

namespace Operator.EndToEnd.Tests;

/// <summary>What the operator does when there is nothing to do, and what one bad resource does to the others.</summary>
public sealed class RestTests
{
    [Fact]
    public async Task At_rest_ten_resyncs_write_nothing_and_ask_Prometheus_nothing()
    {
        await using var world = await World.CreateAsync();
        await LifeTests.FreezeAsync(world);
        await world.ApplyAsync("manual", Specs.With(Specs.Manual, "\"actionItems\":[{\"id\":\"AI-1\",\"title\":\"Later\",\"priority\":\"Low\"}]"));
        await world.ApplyAsync("unfinished", """{"title":"Nobody knows when","severity":"P2","services":["a"]}""");
        await world.ApplyAsync("bad", Specs.With(Specs.Manual, "\"timeZone\":\"Mars/Olympus\""));
        await world.UntilReadyAsync("manual");
        await world.UntilReadyAsync("unfinished");
        await world.UntilStalledAsync("bad", Reasons.TimeZoneUnknown);
        await Until.TrueAsync(() => Task.FromResult(world.Server.Requests.Count("create", "events.events.k8s.io", World.Operator) >= 4), () => "all events are sent");
        var (writes, queries) = (world.Writes, world.Prometheus.Queries);

        for (var round = 1; round <= 10; round++)
        {
            var reads = world.Server.Requests.Count("get", "postmortems.postmortem.dev", World.Operator);
            world.Time.Advance(TimeSpan.FromHours(11.1));
            await Until.TrueAsync(
                () => Task.FromResult(world.Server.Requests.Count("get", "postmortems.postmortem.dev", World.Operator) >= reads + 4),
                () => $"resync {round} has looked at everything");
        }

        var more = world.Server.Requests.Recent.Where(r => r.Agent == World.Operator && r.IsWrite).Skip((int)writes).Select(r => $"{r.Name} {r.Verb} {r.Subresource}");
        Assert.Empty(more);
        Assert.Equal(queries, world.Prometheus.Queries);
    }

    [Theory]
    [InlineData("\"timeZone\":\"Mars/Olympus\"", Reasons.TimeZoneUnknown, "spec.timeZone")]
    [InlineData("\"template\":{\"name\":\"nowhere\"}", Reasons.TemplateUnknown, "nowhere")]
    [InlineData("\"prometheus\":{\"source\":\"elsewhere\"},\"detection\":{\"alerts\":[{\"name\":\"EmailServiceDown\"}]}", Reasons.SourceUnknown, "spec.prometheus.source")]
    [InlineData("\"detection\":{\"alerts\":[{\"name\":\"NoSuchAlert\"}]}", Reasons.NoAlertFound, "NoSuchAlert")]
    public async Task One_bad_resource_says_what_is_wrong_and_disturbs_no_other(string more, string reason, string named)
    {
        await using var world = await World.CreateAsync();
        world.Prometheus.FiringAt = World.Start.AddMinutes(-30);
        await world.ApplyAsync("bad", Specs.With(Specs.Manual, more));
        await Task.WhenAll(Enumerable.Range(0, 25).Select(i => world.ApplyAsync($"good-{i}", Specs.Manual)));

        for (var i = 0; i < 25; i++)
        {
            await world.UntilReadyAsync($"good-{i}");
        }

        var bad = await world.UntilStalledAsync("bad", reason);
        Assert.Contains(named, bad.Message(ConditionTypes.Ready));
        Assert.InRange(world.Server.Requests.Recent.Count(r => r.Agent == World.Operator && r.Name == "bad"), 1, 6);
    }

    [Fact]
    public async Task A_megabyte_of_text_is_cut_with_a_notice_and_disturbs_no_other()
    {
        await using var world = await World.CreateAsync();
        var section = new string('x', 60_000);
        var lessons = string.Join(",", Enumerable.Range(0, 15).Select(i => $"\"{i} {section}\""));
        await world.ApplyAsync("good", Specs.Manual);
        var refused = await Record.ExceptionAsync(() => world.ApplyAsync("large", Specs.With(Specs.Manual, $"\"lessonsLearned\":{{\"wentWell\":[{lessons}]}}")));
        await world.UntilReadyAsync("good");
        if (refused is not null)
        {
            // The CRD's own bounds refuse it before the operator sees it.
            Assert.Contains("Too long", refused.Message);
            return;
        }

        await world.UntilReadyAsync("large");
        var markdown = (await world.FindConfigMapAsync("large-postmortem"))!["data"]!["postmortem.md"]!.GetValue<string>();
        Assert.True(markdown.Length < 1 << 20);
        Assert.Contains("left out", markdown, StringComparison.OrdinalIgnoreCase);
    }
}
