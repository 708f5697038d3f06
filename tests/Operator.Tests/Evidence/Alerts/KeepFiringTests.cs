using Operator.Api;
using Operator.Core.Incidents;
using Operator.Core.Reports;
using Operator.Core.Statuses;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Alerts;

/// <summary>Alerts that fire on after their condition has ended, on a real Prometheus that serves their rules.</summary>
public sealed class KeepFiringTests(KeepFiringTests.Server server) : IClassFixture<KeepFiringTests.Server>
{
    // for, seconds from S; the first false evaluation; keep_firing_for; interval.
    private static readonly (int For, int End, int Keep, int Interval)[] Rules = [(120, 750, 900, 30), (60, 600, 300, 15), (300, 3600, 3600, 60), (0, 480, 110, 20)];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task An_alert_that_is_kept_firing_ended_when_its_condition_did(int kind)
    {
        var (_, end, keep, interval) = Rules[kind];

        var report = await ReportAsync($"Kept{kind}");

        // The condition was last true at the evaluation before; it ended between the two.
        var alert = Assert.Single(report.Alerts);
        Assert.Equal((keep, interval), (alert.KeepFiringSeconds, alert.UncertaintySeconds));
        var resolved = report.Timestamp(IncidentTimestampName.ResolvedAt)!.Time;
        Assert.InRange(resolved, AlertHistory.S.AddSeconds(end - interval), AlertHistory.S.AddSeconds(end));
        Assert.Contains("keep_firing_for", StatusProjection.Project(report, null).Alerts![0].Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_rule_is_found_by_the_labels_of_its_series()
    {
        var report = await ReportAsync("Shared");

        Assert.Equal(
            [("page", 300.0, AlertHistory.S.AddSeconds(270)), ("ticket", 0.0, AlertHistory.S.AddSeconds(600))],
            report.Alerts.Select(a => (a.Labels["severity"], a.KeepFiringSeconds, a.ResolvedAt!.Value)));
    }

    [Fact]
    public async Task Rules_that_do_not_agree_leave_it_open_which_it_was()
    {
        foreach (var (name, least, most) in new[] { ("Disputed", 60, 300), ("Undecided", 0, 450), ("Tripled", 30, 500) })
        {
            var report = await ReportAsync(name);

            // Of one without keep_firing_for, the end is an interval after the last sample.
            var alert = report.Alerts[0];
            Assert.Equal((least, most - least), (alert.KeepFiringSeconds, alert.KeepFiringMoreSeconds));
            Assert.Equal((AlertHistory.S.AddSeconds(least > 0 ? 570 - least : 600), 30.0 + most - least), (alert.ResolvedAt, alert.UncertaintySeconds));
            var note = StatusProjection.Project(report, null).Alerts![0].Note!;
            Assert.Contains("rules of this name differ in keep_firing_for", note, StringComparison.Ordinal);
            Assert.Contains($"to {DurationFormat.Format(TimeSpan.FromSeconds(most))})", note, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Shortened", 600)]
    [InlineData("Renewed", 60)]
    public async Task A_rule_that_was_changed_since_takes_nothing_off_what_it_cannot_have_kept(string name, int last)
    {
        var report = await ReportAsync(name);

        var alert = Assert.Single(report.Alerts);
        Assert.Equal((0, 3600, AlertHistory.S.AddSeconds(last + 30)), (alert.KeepFiringSeconds, alert.KeepFiringUnfitSeconds, alert.ResolvedAt));
        Assert.Contains("has keep_firing_for 1h now, but it did not fire that long", StatusProjection.Project(report, null).Alerts![0].Note, StringComparison.Ordinal);
    }

    /// <summary>What was kept firing did not end meanwhile; an alert that came and went was not kept, whatever its rule says now.</summary>
    [Theory]
    [InlineData("Flapped", 0, 630)]
    [InlineData("Returned", 300, 1200)]
    public async Task Of_an_alert_that_came_back_its_last_stretch_tells(string name, int keep, int ended)
    {
        var report = await ReportAsync(name);

        var alert = Assert.Single(report.Alerts);
        Assert.Equal((keep, 300 - keep, AlertHistory.S.AddSeconds(ended)), (alert.KeepFiringSeconds, alert.KeepFiringUnfitSeconds, alert.ResolvedAt));
    }

    /// <summary>A value in a label: each fires on by itself, and the last one tells when the condition ended.</summary>
    [Fact]
    public async Task Values_that_are_kept_firing_are_one_alert()
    {
        var report = await ReportAsync("Measured");

        var alert = Assert.Single(report.Alerts);
        Assert.Equal((300, AlertHistory.S, AlertHistory.S.AddSeconds(570)), (alert.KeepFiringSeconds, alert.FiringAt, alert.ResolvedAt));
        Assert.Contains(report.Warnings, w => w.Contains("label value changes at each evaluation", StringComparison.Ordinal));
    }

    private async Task<IncidentReport> ReportAsync(string name)
    {
        var now = AlertHistory.S.AddHours(4);
        var spec = Collecting.Spec() with { Detection = Collecting.Alert(name) with { SearchWindow = new SearchWindowSpec { From = AlertHistory.S.AddMinutes(-30), To = now } } };
        return IncidentReportBuilder.Build(new PostMortem { Spec = spec }, await Collecting.CollectAsync(await server.UrlAsync(), spec, now), now);
    }

    public sealed class Server : IAsyncDisposable
    {
        private readonly Lazy<Task<PrometheusServer>> _server = new(StartAsync);

        public async Task<Uri> UrlAsync() => (await _server.Value).Url;

        public async ValueTask DisposeAsync()
        {
            if (_server.IsValueCreated)
            {
                (await _server.Value).Dispose();
            }
        }

        private static Task<PrometheusServer> StartAsync()
        {
            var history = new MetricHistory();
            var alerts = new AlertHistory(history);
            var groups = "groups:\n";
            foreach (var (index, (wait, end, keep, interval)) in Rules.Index())
            {
                // As Prometheus does: while less than keep_firing_for has passed since the first false evaluation.
                var last = end + (((keep - 1) / interval) * interval);
                alerts.Add($"Kept{index}", "firing", (wait, last, interval));
                alerts.AddActiveAt($"Kept{index}", 0, (0, last, interval));
                groups += Group($"kept{index}", interval, Rule($"Kept{index}", keep, ""));
            }

            foreach (var severity in new[] { "page", "ticket" })
            {
                alerts.Add("Shared", "firing", (0, 570, 30), ("severity", severity));
                alerts.Add("Disputed", "firing", (0, 570, 30), ("severity", severity));
                alerts.Add("Undecided", "firing", (0, 570, 30), ("severity", severity));
                alerts.Add("Tripled", "firing", (0, 570, 30), ("severity", severity));
            }

            foreach (var (name, last) in new[] { ("Shortened", 600), ("Renewed", 60) })
            {
                alerts.Add(name, "firing", (0, last, 30));
                alerts.AddActiveAt(name, 0, (0, last, 30));
                groups += Group(name, 30, Rule(name, 3600, ""));
            }

            foreach (var (name, stretches) in new[] { ("Flapped", new[] { (0, 120), (240, 360), (480, 600) }), ("Returned", [(0, 600), (720, 1500)]) })
            {
                foreach (var (first, last) in stretches)
                {
                    alerts.Add(name, "firing", (first, last, 30));
                    alerts.AddActiveAt(name, first, (first, last, 30));
                }

                groups += Group(name, 30, Rule(name, 300, ""));
            }

            for (var born = 0; born <= 570; born += 30)
            {
                alerts.Add("Measured", "firing", (born, born + 300, 30), ("value", $"0.{born + 1031}"));
                alerts.AddActiveAt("Measured", born, (born, born + 300, 30), offset: 0, ("value", $"0.{born + 1031}"));
            }

            groups += Group("measured", 30, Rule("Measured", 300, "value: '{{ $value }}'"));
            groups += Group("shared", 30, Rule("Shared", 300, "severity: page") + Rule("Shared", 0, "severity: ticket"));
            groups += Group("disputed", 30, Rule("Disputed", 300, "team: a") + Rule("Disputed", 60, "team: b"));
            groups += Group("undecided", 30, Rule("Undecided", 0, "team: a") + Rule("Undecided", 450, "team: b"));
            groups += Group("tripled", 30, Rule("Tripled", 120, "team: a") + Rule("Tripled", 30, "team: b") + Rule("Tripled", 500, "team: c"));
            alerts.Series("up", [("job", "prometheus")], AlertHistory.Every((-3600, 5 * 3600, 60), _ => 1));
            return PrometheusServer.StartAsync(history, rules: groups);
        }

        private static string Group(string name, int interval, string rules) => $"- name: {name}\n  interval: {interval}s\n  rules:\n{rules}";

        private static string Rule(string name, int keep, string labels) =>
            $"  - alert: {name}\n    expr: vector(0) == 1\n    labels: {{{labels}}}\n{(keep > 0 ? $"    keep_firing_for: {keep}s\n" : "")}";
    }
}
