using Operator.Api;
using Operator.EndToEnd.Tests.Support;
using Operator.Prometheus;
using Operator.Tests.TestData;

namespace Operator.EndToEnd.Tests;

/// <summary>Action items are followed to their end, long after the post-mortem is published.</summary>
public class ActionItemTests
{
    private const string Name = "p0-042";
    private const string Item = "\"id\":\"AI-1\",\"title\":\"Watch the pool\",\"owner\":\"@backend\"";
    private const string Verify = "\"verify\":{\"query\":\"max(pool_ready) > 0\",\"for\":\"1h\"}";

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    // No sample lies on a full second.
    private static readonly DateTimeOffset FirstSample = World.Start.AddHours(-1).AddMilliseconds(4_321);
    private static readonly DateTimeOffset Ready = FirstSample.AddHours(3);
    private static readonly DateTimeOffset Broken = FirstSample.AddHours(11);

    [Fact]
    public async Task A_query_verifies_an_item_and_tells_when_it_regresses_over_restarts_of_operator_and_Prometheus()
    {
        await using var world = await World.CreateAsync(withPrometheus: false, withOperator: false);
        using var prometheus = await PrometheusServer.StartAsync(History());
        await world.StartOperatorAsync(sources: Source(prometheus));
        await world.ApplyAsync(Name, Spec($"{{{Item},{Verify}}}"));
        await UntilAsync(world, i => i is { State: FollowedState.Open, Verification.State: QueryState.Fails }, "fails");
        Assert.Equal(PostMortemPhase.Published, (await world.FindAsync(Name))!.Status!.Phase);

        await ToAsync(world, Ready.AddMinutes(40));
        await UntilAsync(world, i => i.Verification!.State == QueryState.Holds && i.Verification.Since == Ready, "holds since the first sample");
        await RestartAsync(world, prometheus);
        await ToAsync(world, Ready.AddMinutes(70));
        var verified = await UntilAsync(world, i => i.State == FollowedState.Verified, "is verified");
        Assert.Equal((Ready + Hour, Ready + Hour, Ready + Hour + TimeSpan.FromDays(90)), (verified.CompletedAt!.Value, verified.Verification!.VerifiedAt!.Value, verified.Verification.WatchedUntil!.Value));
        await AssertConditionAsync(world, "True", Reasons.Verified, $"Verified since {Text(Ready + Hour)}, says verify");
        await UntilEventAsync(world, Reasons.Verified, "Normal");

        await RestartAsync(world, prometheus);
        await ToAsync(world, Broken.AddMinutes(50));
        await UntilAsync(world, i => i is { State: FollowedState.Verified, Verification.State: QueryState.Fails }, "fails and is verified still");
        await ToAsync(world, Broken.AddHours(7));
        var regressed = await UntilAsync(world, i => i.State == FollowedState.Regressed, "has regressed");
        Assert.Equal((Broken + Hour, null, null), (regressed.Verification!.RegressedAt!.Value, regressed.CompletedAt, regressed.Verification.WatchedUntil));
        await AssertConditionAsync(world, "False", Reasons.Regressed, $"Regressed since {Text(Broken + Hour)}, says verify");
        await UntilEventAsync(world, Reasons.Regressed, "Warning");
        Assert.Equal(PostMortemPhase.Published, (await world.FindAsync(Name))!.Status!.Phase);
        Assert.Contains("**regressed 2025-12-14**", (await world.FindConfigMapAsync(Name + "-postmortem"))!["data"]!["postmortem.md"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_item_becomes_overdue_when_its_day_ends_in_the_zone_of_the_resource_and_is_told_once()
    {
        await using var world = await World.CreateAsync(withPrometheus: false);
        await world.ApplyAsync(Name, Specs.With(Spec($"{{{Item},\"dueDate\":\"2025-12-14\"}}"), "\"timeZone\":\"America/New_York\""));
        await UntilAsync(world, i => !i.Overdue, "is in time");

        await ToAsync(world, new DateTimeOffset(2025, 12, 15, 4, 59, 30, TimeSpan.Zero));
        Assert.False((await world.FindAsync(Name))!.Status!.ActionItems![0].Overdue);
        await ToAsync(world, new DateTimeOffset(2025, 12, 15, 5, 0, 2, TimeSpan.Zero));
        await UntilAsync(world, i => i.Overdue, "is overdue");
        await AssertConditionAsync(world, "False", Reasons.Overdue, "due 2025-12-14");
        await UntilEventAsync(world, Reasons.Overdue, "Warning");
    }

    [Fact]
    public async Task Every_change_of_an_item_makes_an_event_and_its_completion_is_dated()
    {
        await using var world = await World.CreateAsync(withPrometheus: false);
        await world.ApplyAsync(Name, Spec($"{{{Item}}}"));
        await UntilAsync(world, i => i.State == FollowedState.Open, "is open");
        foreach (var state in new[] { FollowedState.InProgress, FollowedState.Done, FollowedState.WontDo })
        {
            await world.ApplyAsync(Name, Spec($"{{{Item},\"state\":\"{state}\"}}"));
            var item = await UntilAsync(world, i => i.State == state, $"is {state}");
            Assert.Equal(state == FollowedState.Done, item.CompletedAt is not null);
            Assert.Equal((StatementSource.Spec, state), (Assert.Single(item.Statements!).Source, item.Statements![0].State));
            await UntilEventAsync(world, state.ToString(), "Normal");
        }

        await world.ApplyAsync(Name, Spec($"{{{Item},\"state\":\"Open\"}}"));
        await UntilAsync(world, i => i is { State: FollowedState.Open, Statements: null }, "is open again, because Open says nothing");
        await UntilEventAsync(world, Reasons.Open, "Normal");
    }

    private static PrometheusSourceOptions Source(PrometheusServer prometheus) => new() { Url = prometheus.Url.ToString() };

    private static string Spec(string item) => Specs.With(Specs.Manual, $"{Specs.Sections},\"actionItems\":[{item}]");

    private static MetricHistory History() => new MetricHistory().Add("pool_ready", new Dictionary<string, string>(StringComparer.Ordinal) { ["job"] = "email" }, Samples());

    private static IEnumerable<(DateTimeOffset At, double Value)> Samples()
    {
        for (var t = FirstSample; t < FirstSample.AddHours(24); t = t.AddSeconds(15))
        {
            yield return (t, t >= Ready && t < Broken ? 1 : 0);
        }
    }

    private static async Task RestartAsync(World world, PrometheusServer prometheus)
    {
        await world.StopOperatorAsync();
        prometheus.Stop();
        await prometheus.StartAgainAsync();
        await world.StartOperatorAsync(sources: Source(prometheus));

        // A clock that is moved while a process starts looks to it like a server that does not answer.
        var token = $"restart at {world.Time.GetUtcNow():O}";
        await Kubectl.RunAsync(world, "annotate", "pm", Name, "--overwrite", $"{PostMortemAnnotations.ReconcileAt}={token}");
        await world.UntilAsync(Name, p => p.Status!.LastHandledReconcileAt == token, "was looked at after the restart");
    }

    /// <summary>Moves the clock, an hour at a time, so that what is due by then is due one after the other.</summary>
    private static Task ToAsync(World world, DateTimeOffset time)
    {
        while (world.Time.GetUtcNow() < time)
        {
            var left = time - world.Time.GetUtcNow();
            world.Time.Advance(left < Hour ? left : Hour);
        }

        return Task.CompletedTask;
    }

    private static async Task<ActionItemStatus> UntilAsync(World world, Func<ActionItemStatus, bool> condition, string what) =>
        (await world.UntilAsync(Name, p => p.IsCurrent && p.Is(ConditionTypes.Ready) && condition(p.Status!.ActionItems![0]), what)).Status!.ActionItems![0];

    private static async Task AssertConditionAsync(World world, string status, string reason, string message)
    {
        var condition = (await world.FindAsync(Name))!.Status!.Conditions!.Single(c => c.Type == "action-item/AI-1");
        Assert.Equal((status, reason), (condition.Status, condition.Reason));
        Assert.Contains(message, condition.Message, StringComparison.Ordinal);
    }

    private static Task UntilEventAsync(World world, string reason, string type) => Until.TrueAsync(
        async () => (await Kubectl.RunAsync(world, "get", "events.events.k8s.io", "-o", "jsonpath={range .items[*]}{.type} {.reason} {.action}{\"\\n\"}{end}")).Split('\n').Count(l => l == $"{type} {reason} action-item/AI-1") == 1,
        () => $"there is one event {reason}");

    private static string Text(DateTimeOffset time) => Api.Json.MillisecondTimeConverter.Text(time);
}
