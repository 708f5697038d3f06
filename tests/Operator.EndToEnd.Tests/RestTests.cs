using Operator.Api;
using Operator.EndToEnd.Tests.Support;

namespace Operator.EndToEnd.Tests;

/// <summary>What the operator does when there is nothing to do.</summary>
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

    [Fact]
    public async Task An_alert_that_has_not_fired_is_looked_for_again_and_nothing_is_written_until_it_does()
    {
        await using var world = await World.CreateAsync();
        await world.ApplyAsync("p0-042", Specs.Alerted);
        await world.UntilAsync("p0-042", p => p.IsCurrent && p.Is(ConditionTypes.Ready) && p.Reason(ConditionTypes.EvidenceCollected) == Reasons.NoAlertFound, "has no alert");
        await Until.TrueAsync(() => Task.FromResult(world.Server.Requests.Count("create", "events.events.k8s.io", World.Operator) >= 1), () => "the event is sent");
        var writes = world.Writes;

        for (var look = 1; look <= 4; look++)
        {
            // A look that is not planned yet is planned from the time that was advanced to.
            var queries = world.Prometheus.Queries;
            await Until.TrueAsync(
                () =>
                {
                    world.Time.Advance(TimeSpan.FromSeconds(67));
                    return Task.FromResult(world.Prometheus.Queries > queries);
                },
                () => $"look {look} has asked Prometheus");
        }

        Assert.Equal(writes, world.Writes);

        world.Prometheus.FiringAt = world.Time.GetUtcNow().AddSeconds(-30);
        await Until.TrueAsync(
            () =>
            {
                world.Time.Advance(TimeSpan.FromSeconds(67));
                return Task.FromResult(world.Writes > writes);
            },
            () => "the alert is found");
        await world.UntilReadyAsync("p0-042");
    }
}
