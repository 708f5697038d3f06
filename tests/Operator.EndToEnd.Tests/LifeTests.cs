using System.IO.Compression;
using System.Text.Json.Nodes;
using Operator.Api;
using Operator.EndToEnd.Tests.Support;

namespace Operator.EndToEnd.Tests;

/// <summary>A resource's life, from apply to deletion.</summary>
public class LifeTests
{
    [Fact]
    public async Task A_manual_resource_gets_its_document_its_figures_and_a_true_Ready()
    {
        await using var world = await CreateWorldAsync(withPrometheus: true);
        await world.ApplyAsync("p0-042", Specs.Manual);

        var resource = await world.UntilReadyAsync("p0-042");

        Assert.Equal("12m", resource.Status!.Summary!.Duration);
        Assert.Equal("default/p0-042-postmortem", resource.Status.Document!.Outputs!.Single().Location);
        Assert.Equal(PostMortemPhase.Draft, resource.Status.Phase);
        Assert.Equal(Reasons.NotConfigured, resource.Reason(ConditionTypes.EvidenceCollected));
        var data = (await world.FindConfigMapAsync("p0-042-postmortem"))!["data"]!.AsObject();
        Assert.Equal(["postmortem.html", "postmortem.md", "status.json"], data.Select(d => d.Key).Order(StringComparer.Ordinal));
        Assert.Contains("Email service outage", data["postmortem.md"]!.GetValue<string>());
        Assert.Equal("12m", JsonNode.Parse(data["status.json"]!.GetValue<string>())!["summary"]!["duration"]!.GetValue<string>());
        Assert.Equal(0, world.Prometheus.Queries);
    }

    [Fact]
    public async Task Evidence_is_collected_while_the_alert_fires_and_frozen_once_it_has_settled()
    {
        await using var world = await CreateWorldAsync(withPrometheus: true);
        world.Prometheus.FiringAt = World.Start.AddMinutes(-10);
        await world.ApplyAsync("p0-042", Specs.Alerted);
        var ongoing = await world.UntilReadyAsync("p0-042");
        Assert.Equal((Reasons.Ongoing, Reasons.Collected), (ongoing.Reason(ConditionTypes.Resolved), ongoing.Reason(ConditionTypes.EvidenceCollected)));
        Assert.Equal(EvidenceState.Collecting, ongoing.Status!.Evidence!.State);

        world.Prometheus.LastFiringAt = World.Start.AddSeconds(-30);
        world.Time.Advance(TimeSpan.FromMinutes(1.5));
        await world.UntilAsync("p0-042", p => p.Is(ConditionTypes.Resolved), "is resolved");
        world.Time.Advance(TimeSpan.FromMinutes(3));
        var frozen = await world.UntilAsync("p0-042", p => p.IsFrozen, "is frozen");

        Assert.Equal(Reasons.Frozen, frozen.Reason(ConditionTypes.EvidenceCollected));
        var queries = world.Prometheus.Queries;
        var saved = (await world.FindConfigMapAsync("p0-042-evidence"))!["binaryData"]!["evidence.json.gz"]!.GetValue<string>();
        using var gzip = new GZipStream(new MemoryStream(Convert.FromBase64String(saved)), CompressionMode.Decompress);
        Assert.Equal(frozen.Status!.Evidence!.Digest, (await JsonNode.ParseAsync(gzip))!["digest"]!.GetValue<string>());

        // A person's text changes the document, and asks nothing of Prometheus, which has forgotten everything.
        world.Prometheus.FiringAt = null;
        await world.ApplyAsync("p0-042", Specs.With(Specs.Alerted, "\"analysis\":{\"rootCause\":\"The pool was too small.\"}"));
        await world.UntilReadyAsync("p0-042");
        await Until.TrueAsync(async () => (await Markdown(world)).Contains("The pool was too small.", StringComparison.Ordinal), () => "the document has the text");
        Assert.Equal(queries, world.Prometheus.Queries);
    }

    [Fact]
    public async Task Frozen_evidence_is_collected_again_on_request_and_stays_when_Prometheus_has_forgotten()
    {
        await using var world = await CreateWorldAsync(withPrometheus: true);
        await FreezeAsync(world);
        var before = await world.UntilReadyAsync("p0-042");

        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.ApplyAsync("p0-042", Specs.Alerted, annotations: """{"postmortem.dev/refresh-evidence":"one"}""");
        var refreshed = await world.UntilAsync("p0-042", p => p.Status?.LastHandledRefreshAt == "one", "has refreshed");
        Assert.True(refreshed.Status!.Evidence!.CollectedAt > before.Status!.Evidence!.CollectedAt);

        world.Prometheus.FiringAt = null;
        await world.ApplyAsync("p0-042", Specs.Alerted, annotations: """{"postmortem.dev/refresh-evidence":"two"}""");
        var kept = await world.UntilAsync("p0-042", p => p.Status?.LastHandledRefreshAt == "two", "has answered");
        Assert.Equal(refreshed.Status.Evidence.Digest, kept.Status!.Evidence!.Digest);
        Assert.Contains("stays", kept.Message(ConditionTypes.EvidenceCollected));
        Assert.True(kept.Is(ConditionTypes.Ready));
    }

    [Fact]
    public async Task Evidence_edited_by_hand_is_collected_again_and_never_rendered()
    {
        await using var world = await CreateWorldAsync(withPrometheus: true);
        var frozen = await FreezeAsync(world);

        await world.PatchConfigMapAsync("p0-042-evidence", """{"binaryData":{"evidence.json.gz":"aGVsbG8="}}""");
        await Until.TrueAsync(
            async () => (await world.FindConfigMapAsync("p0-042-evidence"))!["binaryData"]!["evidence.json.gz"]!.GetValue<string>() != "aGVsbG8=",
            () => "the evidence is restored");
        var again = await world.UntilAsync("p0-042", p => p.Is(ConditionTypes.Ready) && p.Status!.Evidence!.CollectedAt > frozen.Status!.Evidence!.CollectedAt, "has evidence again");
        Assert.True(again.IsFrozen);

        // Now Prometheus has forgotten: nothing may be made up, and the document stays.
        var document = await Markdown(world);
        world.Prometheus.FiringAt = null;
        await world.PatchConfigMapAsync("p0-042-evidence", """{"binaryData":{"evidence.json.gz":"aGVsbG8="}}""");
        await world.UntilStalledAsync("p0-042", Reasons.EvidenceInvalid);
        Assert.Equal(document, await Markdown(world));
    }

    [Fact]
    public async Task An_alert_that_fires_again_later_does_not_open_a_frozen_incident_again()
    {
        await using var world = await CreateWorldAsync(withPrometheus: true);
        var frozen = await FreezeAsync(world);

        world.Prometheus.FiresAgainAt = World.Start.AddMinutes(40);
        world.Time.Advance(TimeSpan.FromHours(1));
        await world.ApplyAsync("p0-042", Specs.Alerted, annotations: """{"postmortem.dev/refresh-evidence":"one"}""");
        var refreshed = await world.UntilAsync("p0-042", p => p.Status?.LastHandledRefreshAt == "one", "has refreshed");

        Assert.True(refreshed.IsFrozen);
        Assert.Equal(frozen.Status!.Summary, refreshed.Status!.Summary);
        Assert.Equal(frozen.Status.Timestamps, refreshed.Status.Timestamps);
    }

    [Fact]
    public async Task Figures_stay_while_Prometheus_is_away_and_are_collected_when_it_is_back()
    {
        await using var world = await CreateWorldAsync(withPrometheus: true);
        world.Prometheus.FiringAt = World.Start.AddMinutes(-10);
        await world.ApplyAsync("p0-042", Specs.Alerted);
        var before = await world.UntilReadyAsync("p0-042");

        world.Prometheus.Fault = 503;
        await world.ApplyAsync("p0-042", Specs.With(Specs.Alerted, "\"authors\":[\"@engineer\"]"));
        var away = await world.UntilAsync("p0-042", p => p.Reason(ConditionTypes.Reconciling) == Reasons.ProgressingWithRetry, "retries");
        Assert.Equal(Reasons.PrometheusUnavailable, away.Reason(ConditionTypes.EvidenceCollected));
        Assert.Equal(before.Status!.Evidence!.Digest, away.Status!.Evidence!.Digest);
        Assert.Contains("@\u2060engineer", await Markdown(world));

        world.Prometheus.Fault = null;
        var back = await world.UntilReadyAsync("p0-042");
        Assert.True(back.Is(ConditionTypes.EvidenceCollected));
    }

    [Fact]
    public async Task Without_Prometheus_people_s_words_are_published_and_what_is_missing_is_said()
    {
        await using var world = await CreateWorldAsync(withPrometheus: false);
        await world.ApplyAsync("p0-042", Specs.With(Specs.Manual, "\"detection\":{\"alerts\":[{\"name\":\"EmailServiceDown\"}]}"));

        var resource = await world.UntilReadyAsync("p0-042");

        Assert.Equal((false, Reasons.NotConfigured), (resource.Is(ConditionTypes.EvidenceCollected), resource.Reason(ConditionTypes.EvidenceCollected)));
        Assert.Contains("prometheus.sources", resource.Message(ConditionTypes.Ready));
        Assert.Equal("12m", resource.Status!.Summary!.Duration);
        var document = await Markdown(world);
        Assert.Contains("Email service outage", document);
        Assert.Contains("could not be read, because no Prometheus is configured", document);
        Assert.Contains("prometheus.sources", resource.Message(ConditionTypes.EvidenceCollected));
    }

    [Fact]
    public async Task Suspended_resources_are_left_alone_until_they_are_resumed()
    {
        await using var world = await CreateWorldAsync(withPrometheus: true);
        await world.ApplyAsync("p0-042", Specs.With(Specs.Manual, "\"suspend\":true"));
        var suspended = await world.UntilReadyAsync("p0-042");
        Assert.Equal((Reasons.Suspended, true, null), (suspended.Reason(ConditionTypes.Ready), suspended.Is(ConditionTypes.Suspended), suspended.Reason(ConditionTypes.Stalled)));
        Assert.Null(await world.FindConfigMapAsync("p0-042-postmortem"));

        await world.ApplyAsync("p0-042", Specs.Manual);
        await world.UntilAsync("p0-042", p => p.IsCurrent && p.Reason(ConditionTypes.Ready) == Reasons.Succeeded && p.Reason(ConditionTypes.Suspended) is null, "is ready");
        Assert.NotNull(await world.FindConfigMapAsync("p0-042-postmortem"));
    }

    [Fact]
    public virtual async Task A_deleted_resource_takes_its_document_along_and_a_namesake_gets_its_own()
    {
        await using var world = await CreateWorldAsync(withPrometheus: true);
        await FreezeAsync(world);
        await world.DeleteAsync("p0-042");
        await world.ApplyAsync("p0-042", Specs.Manual);

        var second = await world.UntilReadyAsync("p0-042");

        var owner = (await world.FindConfigMapAsync("p0-042-postmortem"))!["metadata"]!["ownerReferences"]![0]!["uid"]!.GetValue<string>();
        Assert.Equal(second.Uid, owner);
        Assert.NotNull(await world.FindConfigMapAsync("p0-042-evidence"));

        await world.DeleteAsync("p0-042");
        await Until.TrueAsync(async () => await world.FindConfigMapAsync("p0-042-postmortem") is null, () => "the document is collected");
    }

    [Fact]
    public async Task A_reconcile_token_is_echoed()
    {
        await using var world = await CreateWorldAsync(withPrometheus: true);
        await world.ApplyAsync("p0-042", Specs.Manual);
        await world.UntilReadyAsync("p0-042");

        await world.ApplyAsync("p0-042", Specs.Manual, annotations: """{"postmortem.dev/reconcile-at":"now"}""");

        await world.UntilAsync("p0-042", p => p.Status?.LastHandledReconcileAt == "now", "echoes the token");
    }

    [Fact]
    public async Task An_action_item_becomes_overdue_at_the_end_of_its_day_without_anybody_touching_it()
    {
        await using var world = await CreateWorldAsync(withPrometheus: true);
        await world.ApplyAsync("p0-042", Specs.With(Specs.Manual, """
            "timeZone":"Europe/Moscow","actionItems":[{"id":"AI-1","title":"Watch the pool","priority":"High","dueDate":"2025-12-15"}]
            """));
        var before = await world.UntilReadyAsync("p0-042");
        Assert.Equal(Reasons.Open, before.Reason("action-item/AI-1"));

        // 2025-12-16 begins in Moscow at 21:00 UTC of the day before.
        world.Time.Advance(new DateTimeOffset(2025, 12, 15, 20, 59, 0, TimeSpan.Zero) - world.Time.GetUtcNow());
        Assert.Equal(Reasons.Open, (await world.FindAsync("p0-042"))!.Reason("action-item/AI-1"));

        // A reconcile that was still ending when the clock was moved sleeps from the moved time, so the clock goes on.
        var after = await world.UntilAsync("p0-042", p => p.Reason("action-item/AI-1") == Reasons.Overdue || Later(world), "is overdue");
        Assert.True(after.Is(ConditionTypes.ActionItemsOverdue));
    }

    private static bool Later(World world)
    {
        world.Time.Advance(TimeSpan.FromMinutes(10));
        return false;
    }

    private static Task<World> CreateWorldAsync(bool withPrometheus) => World.CreateAsync(withPrometheus);

    internal static async Task<LivePostMortemView> FreezeAsync(World world, string name = "p0-042")
    {
        world.Prometheus.FiringAt = World.Start.AddMinutes(-30);
        world.Prometheus.LastFiringAt = World.Start.AddMinutes(-18);
        await world.ApplyAsync(name, Specs.Alerted);
        return await world.UntilAsync(name, p => p.IsFrozen && p.Is(ConditionTypes.Ready), "is frozen");
    }

    private static async Task<string> Markdown(World world) =>
        (await world.FindConfigMapAsync("p0-042-postmortem"))!["data"]!["postmortem.md"]!.GetValue<string>();
}
