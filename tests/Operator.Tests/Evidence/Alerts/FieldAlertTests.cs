using Operator.Api;
using Operator.Core;
using Operator.Core.Evidence;
using Operator.Core.Reports;
using Operator.Core.Statuses;
using Operator.Prometheus;
using Operator.Tests.Evidence.Field;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Alerts;

/// <summary>What production brings gives the right times, or says why not; on real servers, times in seconds from S.</summary>
public sealed class FieldAlertTests(FieldHistories histories)
{
    private static readonly DateTimeOffset Now = AlertHistory.S.AddHours(4);

    public static TheoryData<MetricServer, int> Kinds => [.. Enum.GetValues<MetricServer>().SelectMany(s => Enumerable.Range(0, 4).Select(i => (s, i)))];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_rule_that_looks_back_has_its_condition_by_its_samples_and_its_firing_by_the_clock(MetricServer server, int kind)
    {
        var (offset, wait, interval, length) = FieldAlerts.Offsets[kind];

        var report = await ReportAsync(server, Collecting.Alert($"LookingBack{kind}"));

        AssertTimes(report, 0, wait + offset, length + offset);
        Assert.Equal(TimeSpan.FromSeconds(wait + offset), report.Duration(DurationName.TimeToDetect)!.Value);
        var alert = Assert.Single(report.Alerts);
        Assert.Equal((offset, interval), (alert.OffsetSeconds, alert.UncertaintySeconds));
        Assert.Contains("query offset ", Note(report), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LookingFurther", 0, 1200 + 30 + 120)]
    [InlineData("LookingNearer", 120, 1200 + 30)]
    [InlineData("LookingApart", 0, 600 + 30 + 90)]
    public async Task Each_activation_of_a_rule_that_looks_back_has_its_own_offset(string name, int detected, int resolved)
    {
        foreach (var server in Enum.GetValues<MetricServer>())
        {
            var report = await ReportAsync(server, Collecting.Alert(name));

            AssertTimes(report, 0, detected, resolved);
        }
    }

    /// <summary>Of labels with several values that are one alert, there is one value at first.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_was_read_before_a_label_had_several_values_gets_its_end_all_the_same(MetricServer server, int kind)
    {
        foreach (var (name, early) in new[] { ($"Valued{kind}", FieldAlerts.Changing[kind].Interval * 1.5), ($"Twice{kind}", 1) })
        {
            var resource = new PostMortem { Spec = Collecting.Spec() with { Detection = Collecting.Alert(name) with { SearchWindow = Window(-1800, 7200) } } };
            using var client = new PrometheusClient(new PrometheusSourceOptions { Url = (await histories.UrlAsync(server)).ToString() }, TimeProvider.System);
            var whole = IncidentReportBuilder.Build(resource, (await Collecting.CollectAsync(client, resource, Now)).Evidence, Now);
            var first = await Collecting.CollectAsync(client, resource, At(early));

            var second = await Collecting.CollectAsync(client, resource, Now, first.Evidence);

            var report = IncidentReportBuilder.Build(resource, second.Evidence, Now);
            Assert.Empty(second.Evidence.Part(EvidencePartNames.Alerts)!.Problems);
            Assert.Equal(whole.Alerts.Count, report.Alerts.Count);
            Assert.Equal(whole.Timestamp(IncidentTimestampName.ResolvedAt)!.Time, report.Timestamp(IncidentTimestampName.ResolvedAt)?.Time);
            Assert.Equal(whole.Timestamp(IncidentTimestampName.StartedAt)!.Time, report.Timestamp(IncidentTimestampName.StartedAt)?.Time);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_rule_that_looks_back_fires_still_though_its_samples_are_old(MetricServer server, int kind)
    {
        var (offset, _, interval, length) = FieldAlerts.Offsets[kind];
        var lastSeen = AlertHistory.S.AddSeconds(length - interval + offset);

        var firing = await ReportAsync(server, Collecting.Alert($"LookingBack{kind}"), lastSeen.AddSeconds((2 * interval) - 1));
        var over = await ReportAsync(server, Collecting.Alert($"LookingBack{kind}"), lastSeen.AddSeconds(2 * interval));

        Assert.True(Assert.Single(firing.Alerts).Firing);
        Assert.False(Assert.Single(over.Alerts).Firing);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Copies_of_replicas_are_one_alert_from_the_earliest_start_to_the_latest_end(MetricServer server, int kind)
    {
        var (label, later, interval) = FieldAlerts.Replicas[kind];

        var report = await ReportAsync(server, Collecting.Alert($"Twice{kind}"), configure: o => o.ReplicaLabels = [.. o.ReplicaLabels, "pod_of_server"]);

        var alert = Assert.Single(report.Alerts);
        AssertTimes(report, 0, 120, later + 720);
        Assert.Equal(interval, alert.UncertaintySeconds);
        Assert.Equal(["job"], alert.Labels.Keys);
        Assert.Contains($"2 replicas ({label})", Note(report), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_label_that_the_source_does_not_call_a_replica_tells_alerts_apart()
    {
        var report = await ReportAsync(MetricServer.Prometheus, Collecting.Alert("Twice3"));

        Assert.Equal(["a", "b"], report.Alerts.Select(a => a.Labels["pod_of_server"]));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_alert_with_a_value_in_a_label_is_one_episode_and_a_warning_names_the_label(MetricServer server, int kind)
    {
        var (evaluations, interval, _, instances) = FieldAlerts.Changing[kind];

        var report = await ReportAsync(server, Collecting.Alert($"Valued{kind}"));

        AssertTimes(report, 0, 0, evaluations * interval);
        Assert.Equal(instances, report.Alerts.Count);
        Assert.All(report.Alerts, a => Assert.Equal(("instance", interval, 1), (Assert.Single(a.Labels.Keys), a.UncertaintySeconds, a.Merged)));
        Assert.Contains(report.Warnings, w => w.Contains("its label value changes at each evaluation", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_value_that_comes_back_is_one_episode_too(MetricServer server, int kind)
    {
        var (evaluations, interval, _, values) = FieldAlerts.Repeating[kind];

        var report = await ReportAsync(server, Collecting.Alert($"Repeating{kind}"));

        AssertTimes(report, 0, 0, evaluations * interval);
        var alert = Assert.Single(report.Alerts);
        Assert.Equal((0, interval, 1), (alert.Labels.Count, alert.UncertaintySeconds, alert.Merged));
        Assert.Contains(report.Warnings, w => w.Contains("its label value changes at each evaluation", StringComparison.Ordinal) && w.Contains($"its {values.Distinct().Count()} series", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Several_series_of_one_alert_are_named_when_one_of_them_decides(MetricServer server, int kind)
    {
        var series = FieldAlerts.Severities[kind];
        var search = Window(-2 * 86400, 3 * 3600);

        var all = await ReportAsync(server, Collecting.Alert($"Burning{kind}") with { SearchWindow = search });
        var pages = await ReportAsync(server, Collecting.Alert($"Burning{kind}", ("severity", "page")) with { SearchWindow = search });
        var matched = await ReportAsync(server, Matching($"Burning{kind}", "severity=~\"page|critical\"") with { SearchWindow = search });
        var excluded = await ReportAsync(server, Matching($"Burning{kind}", "severity!=\"ticket\"") with { SearchWindow = search });

        AssertTimes(all, series[0].Begin, series[0].Begin, series.Max(s => s.End));
        var notice = Assert.Single(all.Warnings, w => w.Contains("began at different times", StringComparison.Ordinal));
        Assert.Contains($"Burning{kind}{{long=\"1h\", severity=\"ticket\"}} tells when the incident began", notice, StringComparison.Ordinal);
        Assert.Contains("severity!=\"ticket\"", notice, StringComparison.Ordinal);
        var (begin, end) = (series.Skip(1).Min(s => s.Begin), series.Skip(1).Max(s => s.End));
        foreach (var report in new[] { pages, matched, excluded })
        {
            AssertTimes(report, begin, begin, end);
            Assert.Equal(series.Length - 1, report.Alerts.Count);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_old_series_that_fires_on_names_itself_and_what_leaves_it_out(MetricServer server, int kind)
    {
        var search = Window(-3600, 5400);

        var all = await ReportAsync(server, Collecting.Alert($"Looping{kind}") with { SearchWindow = search }, AlertHistory.S.AddMinutes(90));
        var wanted = await ReportAsync(server, Matching($"Looping{kind}", "namespace!=\"dev\"") with { SearchWindow = search }, AlertHistory.S.AddMinutes(90));

        var warning = Assert.Single(all.Warnings, w => w.Contains("before the search window began", StringComparison.Ordinal));
        Assert.StartsWith($"alert Looping{kind}{{namespace=\"dev\", pod=\"old\"}} fires still", warning, StringComparison.Ordinal);
        Assert.Contains("add the matcher namespace!=\"dev\"", warning, StringComparison.Ordinal);
        AssertTimes(wanted, 0, 0, 720);
        Assert.DoesNotContain(wanted.Warnings, w => w.Contains("search window", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_alert_that_Grafana_manages_is_one_and_ends_when_it_begins_to_recover(MetricServer server, int kind)
    {
        var (pending, firing, recovering, _) = FieldAlerts.Grafana[kind];

        var report = await ReportAsync(server, Collecting.Alert($"Panel{kind}"), configure: Grafana);

        var alert = Assert.Single(report.Alerts);
        AssertTimes(report, 0, pending, pending + firing);
        Assert.Equal(TimeSpan.FromSeconds(pending), report.Duration(DurationName.TimeToDetect)!.Value);
        Assert.Equal(AlertHistory.S.AddSeconds(pending + firing + recovering), alert.RecoveringUntil);
        Assert.Equal(["grafana_rule_uid"], alert.Labels.Keys);
    }

    [Fact]
    public async Task What_Grafana_could_not_see_is_no_firing_and_leaves_the_end_open_for_as_long()
    {
        var report = await ReportAsync(MetricServer.Prometheus, Collecting.Alert("Blind"), configure: Grafana);
        var blind = await ReportAsync(MetricServer.Prometheus, Collecting.Alert("OnlyBlind"), configure: Grafana);

        AssertTimes(report, 0, 0, 600);
        var alert = Assert.Single(report.Alerts);
        Assert.Equal([new TimeRange(At(300), At(420))], alert.NoData);
        Assert.Equal([new TimeRange(At(600), At(900))], alert.Failed);
        Assert.Equal(330, alert.UncertaintySeconds);
        Assert.Null(Assert.Single(blind.Alerts).FiringAt);
        Assert.Equal(IncidentState.Unknown, blind.State);
    }

    [Theory]
    [InlineData("Sudden")]
    [InlineData("SuddenLookingBack")]
    [InlineData("Valued0")]
    [InlineData("Burning0")]
    public async Task One_sample_is_no_time_to_detect(string name)
    {
        var report = await ReportAsync(MetricServer.Prometheus, Collecting.Alert(name));

        var duration = report.Duration(DurationName.TimeToDetect)!;
        Assert.Equal((FigureState.NotApplicable, null), (duration.State, duration.Value));
        Assert.Contains("one and the same sample", duration.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_a_person_states_gives_a_time_to_detect()
    {
        var report = await ReportAsync(MetricServer.Prometheus, Collecting.Alert("Sudden"), startedAt: AlertHistory.S);

        Assert.Equal(TimeSpan.FromSeconds(120), report.Duration(DurationName.TimeToDetect)!.Value);
    }

    [Theory]
    [InlineData("alertstate", "firing")]
    [InlineData("__name__", "ALERTS")]
    [InlineData("alertname", "Sudden")]
    [InlineData("grafana_alertstate", "alerting")]
    public async Task A_label_that_is_not_the_alerts_own_is_refused(string label, string value)
    {
        var labels = await Assert.ThrowsAsync<FailureException>(() => ReportAsync(MetricServer.Prometheus, Collecting.Alert("Sudden", (label, value))));
        var matchers = await Assert.ThrowsAsync<FailureException>(() => ReportAsync(MetricServer.Prometheus, Matching("Sudden", $"{label}=\"{value}\"")));

        Assert.All([labels, matchers], e => Assert.Equal((Reasons.QueryInvalid, true), (e.Reason, e.IsTerminal)));
        Assert.StartsWith($"detection.alerts[0]: '{label}' is not a label of the alert itself", labels.Message, StringComparison.Ordinal);
    }

    private static void Grafana(PrometheusSourceOptions options) => options.AlertsMetric = "GRAFANA_ALERTS";

    private static DetectionSpec Matching(string name, string matcher) => new() { Alerts = [new AlertSpec { Name = name, Matchers = [matcher] }] };

    private static SearchWindowSpec Window(int from, int to) => new() { From = At(from), To = At(to) };

    private static DateTimeOffset At(double seconds) => AlertHistory.S.AddSeconds(seconds);

    private static string? Note(IncidentReport report) => StatusProjection.Project(report, null).Alerts![0].Note;

    private static void AssertTimes(IncidentReport report, double started, double detected, double resolved)
    {
        Assert.Equal(At(started), report.Timestamp(IncidentTimestampName.StartedAt)?.Time);
        Assert.Equal(At(detected), report.Timestamp(IncidentTimestampName.DetectedAt)?.Time);
        Assert.Equal(At(resolved), report.Timestamp(IncidentTimestampName.ResolvedAt)?.Time);
    }

    private async Task<IncidentReport> ReportAsync(MetricServer server, DetectionSpec detection, DateTimeOffset? now = null, Action<PrometheusSourceOptions>? configure = null, DateTimeOffset? startedAt = null)
    {
        detection = detection with { SearchWindow = detection.SearchWindow ?? Window(-1800, 7200) };
        var spec = Collecting.Spec() with { Detection = detection, Incident = startedAt is null ? null : new IncidentSpec { StartedAt = startedAt } };
        var evidence = await Collecting.CollectAsync(await histories.UrlAsync(server), spec, now ?? Now, configure);
        return IncidentReportBuilder.Build(new PostMortem { Spec = spec }, evidence, now ?? Now);
    }
}
