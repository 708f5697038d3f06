using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.Reports;

namespace Operator.Tests.Evidence;

/// <summary>Alerts on a real Prometheus; times in seconds from <see cref="SimulatedAlerts.T"/>.</summary>
public sealed class AlertReaderTests(IncidentHistories histories)
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    [Theory]
    [InlineData("Plain", 30, 0, 120, 900)]
    [InlineData("Minutely", 60, 0, 300, 1800)]
    [InlineData("WithoutFor", 15, 0, 0, 600)]
    [InlineData("Restarted", 15, 0, 60, 900)]
    [InlineData("LongRunning", 15, -14400, -14340, 1200)]
    public async Task An_alert_begins_fires_and_ends_when_it_did(string name, double interval, int active, int firing, int end)
    {
        var episode = Assert.Single(await EpisodesAsync(Collecting.Alert(name)));

        Assert.Equal(SimulatedAlerts.T.AddSeconds(active), episode.PendingAt!.Value, TimeSpan.FromSeconds(1));
        Assert.Equal(SimulatedAlerts.T.AddSeconds(firing), episode.FiringAt!.Value, Millisecond);
        Assert.Equal(SimulatedAlerts.T.AddSeconds(end), episode.ResolvedAt!.Value, Millisecond);
        Assert.Equal(interval, episode.UncertaintySeconds);
        Assert.False(episode.StartUnknown);
    }

    [Fact]
    public async Task A_restart_of_Prometheus_does_not_make_two_alerts_of_one()
    {
        var episode = Assert.Single(await EpisodesAsync(Collecting.Alert("Restarted")));

        Assert.Equal(2, episode.Merged);
    }

    [Fact]
    public async Task An_alert_that_fires_again_after_half_an_hour_has_two_episodes()
    {
        var episodes = await EpisodesAsync(Collecting.Alert("Again"));

        Assert.Equal([60, 1860], episodes.Select(e => (e.FiringAt!.Value - SimulatedAlerts.T).TotalSeconds));
        Assert.Equal([300, 2400], episodes.Select(e => (e.ResolvedAt!.Value - SimulatedAlerts.T).TotalSeconds));
    }

    [Fact]
    public async Task An_alert_that_fires_at_the_evaluation_time_is_ongoing()
    {
        var episode = Assert.Single(await EpisodesAsync(Collecting.Alert("StillFiring"), now: SimulatedAlerts.T.AddSeconds(1800)));

        Assert.True(episode.Firing);
        Assert.Null(episode.ResolvedAt);
    }

    [Fact]
    public async Task An_alert_that_ends_after_the_search_window_still_has_its_end()
    {
        var detection = Collecting.Alert("StillFiring") with { SearchWindow = new SearchWindowSpec { From = SimulatedAlerts.T.AddMinutes(-5), To = SimulatedAlerts.T.AddMinutes(5) } };

        var episode = Assert.Single(await EpisodesAsync(detection));

        Assert.Equal(SimulatedAlerts.T.AddSeconds(3600), episode.ResolvedAt!.Value, Millisecond);
    }

    [Fact]
    public async Task An_alert_outside_the_search_window_is_not_found()
    {
        var detection = Collecting.Alert("Plain") with { SearchWindow = new SearchWindowSpec { From = SimulatedAlerts.T.AddHours(1), To = SimulatedAlerts.T.AddHours(2) } };

        Assert.Empty(await EpisodesAsync(detection));
    }

    [Fact]
    public async Task An_alert_that_never_fired_has_no_firing_time()
    {
        var episode = Assert.Single(await EpisodesAsync(Collecting.Alert("OnlyPending")));

        Assert.Null(episode.FiringAt);
        Assert.Null(episode.ResolvedAt);
    }

    [Fact]
    public async Task An_unknown_alert_gives_no_times_and_no_exception()
    {
        var evidence = await CollectAsync(Collecting.Alert("NeverHeardOf"), SimulatedAlerts.T.AddHours(2));

        Assert.Empty(evidence.Alerts);
        Assert.Null(evidence.Incident);
    }

    [Fact]
    public async Task A_label_of_any_content_selects_its_series_alone()
    {
        var episode = Assert.Single(await EpisodesAsync(Collecting.Alert("Hostile", ("path", SimulatedAlerts.HostileLabel))));

        Assert.Equal(SimulatedAlerts.HostileLabel, episode.Labels["path"]);
    }

    [Fact]
    public async Task Of_two_replicas_the_first_to_fire_tells_the_detection()
    {
        var evidence = await CollectAsync(Collecting.Alert("Replicated"), SimulatedAlerts.T.AddHours(2));

        var report = IncidentReportBuilder.Build(new PostMortem { Spec = Collecting.Spec() with { Detection = Collecting.Alert("Replicated") } }, evidence, SimulatedAlerts.T.AddHours(2));
        Assert.Equal(2, Assert.Single(Assert.Single(evidence.Alerts).MergedLabels!).Values);
        Assert.Equal(SimulatedAlerts.T.AddSeconds(60), report.Timestamp(IncidentTimestampName.DetectedAt)!.Time);
        Assert.Equal(SimulatedAlerts.T.AddSeconds(605), report.Timestamp(IncidentTimestampName.ResolvedAt)!.Time);
    }

    [Fact]
    public async Task A_single_sample_has_no_known_interval_and_a_warning_says_so()
    {
        var evidence = await CollectAsync(Collecting.Alert("Blip"), SimulatedAlerts.T.AddHours(2));

        Assert.Null(Assert.Single(evidence.Alerts).IntervalSeconds);
        Assert.Contains(evidence.AllWarnings(), w => w.Contains("interval", StringComparison.Ordinal));
    }

    private async Task<IReadOnlyList<AlertEpisode>> EpisodesAsync(DetectionSpec detection, DateTimeOffset? now = null)
    {
        var asOf = now ?? SimulatedAlerts.T.AddHours(2);
        var evidence = await CollectAsync(detection, asOf);
        return IncidentWindow.Resolve(Collecting.Spec() with { Detection = detection }, evidence.Alerts, evidence.CollectedAt, evidence.SearchWindow).Episodes;
    }

    // Two hours of search by default, so that what began before them must be followed.
    private Task<IncidentEvidence> CollectAsync(DetectionSpec detection, DateTimeOffset now)
    {
        var window = detection.SearchWindow ?? new SearchWindowSpec { From = SimulatedAlerts.T.AddMinutes(-30), To = now };
        return Collecting.CollectAsync(histories, Collecting.Spec() with { Detection = detection with { SearchWindow = window } }, now);
    }
}
