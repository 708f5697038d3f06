using Microsoft.Extensions.DependencyInjection;
using Operator.Api;
using Operator.EndToEnd.Tests.Support;
using Operator.Reconciling;
using Operator.Runtime;
using Operator.Runtime.Controllers;

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
            var queries = world.Prometheus.Queries;
            world.Time.Advance(TimeSpan.FromSeconds(67));
            await Until.TrueAsync(() => Task.FromResult(world.Prometheus.Queries > queries), () => $"look {look} has asked Prometheus");
        }

        Assert.Equal(writes, world.Writes);

        world.Prometheus.FiringAt = world.Time.GetUtcNow().AddSeconds(-30);
        world.Time.Advance(TimeSpan.FromSeconds(67));
        await Until.TrueAsync(() => Task.FromResult(world.Writes > writes), () => "the alert is found");
        await world.UntilReadyAsync("p0-042");
    }

    [Fact]
    public async Task A_round_that_takes_long_does_not_put_off_the_next_look()
    {
        await using var world = await World.CreateAsync(withOperator: false);
        world.Prometheus.FiringAt = World.Start.AddMinutes(-30);
        await world.ApplyAsync("p0-042", Specs.Alerted);
        await using var host = world.BuildOperator();
        var isSlow = true;
        world.Prometheus.Answering = () =>
        {
            if (isSlow)
            {
                isSlow = false;
                world.Time.Advance(TimeSpan.FromSeconds(20));
            }
        };

        var result = await host.Services.GetRequiredService<PostMortemReconciler>().ReconcileAsync(
            new ObjectKey("default", "p0-042"), new ReconcileContext { ReconcileId = "slow" }, CancellationToken.None);

        // The interval is a minute, give or take a tenth.
        Assert.False(isSlow);
        Assert.InRange(result.RequeueAfter!.Value, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(46));
    }
}
