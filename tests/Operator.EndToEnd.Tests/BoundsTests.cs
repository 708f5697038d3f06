using System.Text.Json;
using Operator.Api;
using Operator.Api.Json;
using Operator.EndToEnd.Tests.Support;

namespace Operator.EndToEnd.Tests;

/// <summary>Whatever a server sends and however long it takes: there is a status, it fits, and it says what is not there.</summary>
public class BoundsTests
{
    [Theory]
    [InlineData(200, 20, 1024)]
    [InlineData(200, 10, 500)]
    [InlineData(300, 2, 20)]
    public async Task Alerts_with_more_labels_than_an_object_can_hold_are_cut_and_that_is_said(int series, int labels, int length)
    {
        await using var world = await World.CreateAsync();
        world.Prometheus.FiringAt = World.Start.AddMinutes(-30);
        world.Prometheus.LastFiringAt = World.Start.AddMinutes(-29);
        (world.Prometheus.Series, world.Prometheus.Labels) = (series, (labels, length));
        await world.ApplyAsync("p0-042", Specs.Alerted);

        var resource = await world.UntilReadyAsync("p0-042");

        Assert.InRange(JsonSerializer.SerializeToUtf8Bytes(resource.Status, PostMortemJsonContext.Default.PostMortemStatus).Length, 10_000, 256 << 10);
        Assert.NotEmpty(resource.Status!.Omitted!);
        var data = (await world.FindConfigMapAsync("p0-042-postmortem"))!["data"]!.AsObject();
        var published = JsonSerializer.Deserialize(data["status.json"]!.GetValue<string>(), PostMortemJsonContext.Default.PostMortemStatus)!;
        Assert.InRange(published.Alerts!.Count, 1, resource.Status.Alerts!.Count);
        Assert.NotEmpty(published.Omitted!);
        Assert.Contains("postmortem.html", data);
    }

    [Fact]
    public async Task A_reconcile_that_takes_too_long_says_so_and_is_tried_again()
    {
        await using var world = await World.CreateAsync();

        // No query is slow enough to be given up by itself.
        world.Prometheus.Answering = () => world.Time.Advance(TimeSpan.FromSeconds(25));
        var alerts = string.Join(',', Enumerable.Range(0, 6).Select(i => $"{{\"name\":\"Alert{i}\"}}"));
        await world.ApplyAsync("p0-042", Specs.With(Specs.Manual, $"\"detection\":{{\"alerts\":[{alerts}]}}"));

        var late = await world.UntilAsync("p0-042", p => p.Reason(ConditionTypes.EvidenceCollected) == Reasons.ReconcileTimeout, "says that it took too long");
        Assert.Equal((Reasons.ReconcileTimeout, Reasons.ProgressingWithRetry), (late.Reason(ConditionTypes.Ready), late.Reason(ConditionTypes.Reconciling)));
        Assert.Contains("tried again", late.Message(ConditionTypes.Ready));

        world.Prometheus.Answering = () => { };
        await world.UntilAsync(
            "p0-042",
            p =>
            {
                world.Time.Advance(TimeSpan.FromSeconds(5));
                return p.IsCurrent && p.Is(ConditionTypes.Ready);
            },
            "is ready");
    }

    [Fact]
    public async Task Names_cannot_steer_the_terminal_of_who_reads_a_condition()
    {
        await using var world = await World.CreateAsync();
        await world.ApplyAsync("p0-042", Specs.With(Specs.Manual, """
            "detection":{"alerts":[{"name":"Evil\u001b[31m\u202ename\u0007"}]},"actionItems":[{"id":"AI-1","title":"Look \u2066away\u001b[2J"}]
            """));

        var resource = await world.UntilReadyAsync("p0-042");

        Assert.Contains("Evil[31mname", resource.Message(ConditionTypes.EvidenceCollected));
        Assert.Contains("Look away[2J", resource.Message("action-item/AI-1"));
        Assert.All(resource.Status!.Conditions!, c => Assert.DoesNotContain(c.Message, character => char.IsControl(character) || character is '\u202e' or '\u2066'));
    }

    [Fact]
    public async Task A_token_longer_than_a_status_takes_is_served_and_echoed_in_part()
    {
        await using var world = await World.CreateAsync();
        var token = new string('t', 5000);
        await world.ApplyAsync("p0-042", Specs.Manual, annotations: $"{{\"{PostMortemAnnotations.ReconcileAt}\":\"{token}\",\"{PostMortemAnnotations.RefreshEvidence}\":\"{token}\"}}");

        var resource = await world.UntilAsync("p0-042", p => p.Status?.LastHandledReconcileAt is not null, "echoes the token");

        Assert.Equal(new string('t', 1023) + "…", resource.Status!.LastHandledReconcileAt);
        Assert.Equal(resource.Status.LastHandledReconcileAt, resource.Status.LastHandledRefreshAt);
    }
}
