using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Operator.Core.Reports;
using Operator.Tests.Prometheus;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence;

/// <summary>A rule that really fires and resolves, with Alertmanager as the witness.</summary>
public sealed class LiveAlertTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_live_alert_has_the_times_that_Alertmanager_was_told()
    {
        var broken = 0;
        var level = 0;
        var notices = new ConcurrentQueue<(string Status, DateTimeOffset StartsAt, DateTimeOffset EndsAt)>();
        await using var exporter = await FakeServer.StartAsync(context => context.Response.WriteAsync($"# TYPE broken gauge\nbroken {Volatile.Read(ref broken)}\n# TYPE level gauge\nlevel {Interlocked.Increment(ref level)}\n"));
        await using var receiver = await FakeServer.StartAsync(context => ReceiveAsync(context, notices));
        var alertmanagerUrl = new Uri($"http://127.0.0.1:{ServerProcess.FreePort()}");
        var home = Directory.CreateTempSubdirectory("alertmanager-").FullName;
        await File.WriteAllTextAsync(Path.Combine(home, "alertmanager.yml"), AlertmanagerConfiguration(receiver.Url));
        using var alertmanager = await ServerProcess.StartAsync(
            new Uri(alertmanagerUrl, "/-/ready"),
            "prometheus-alertmanager",
            $"--config.file={Path.Combine(home, "alertmanager.yml")}",
            $"--web.listen-address=127.0.0.1:{alertmanagerUrl.Port}",
            "--cluster.listen-address=",
            $"--storage.path={home}");
        using var prometheus = await PrometheusServer.StartAsync(server => PrometheusConfiguration(server, exporter.Url, alertmanagerUrl));

        Volatile.Write(ref broken, 1);
        await Poll.UntilAsync(() => Task.FromResult(notices.Any(n => n.Status is "firing")), "Alertmanager notifies that the alert fires");
        await Poll.UntilAsync(async () => (await EpisodeAsync(prometheus.Url, "ServiceBroken")).Firing, "the alert is seen firing");
        var ongoing = await EpisodeAsync(prometheus.Url, "ServiceBroken");
        Volatile.Write(ref broken, 0);
        await Poll.UntilAsync(() => Task.FromResult(notices.Any(n => n.Status is "resolved")), "Alertmanager notifies that the alert is resolved");
        var witness = notices.First(n => n.Status is "resolved");
        await Poll.UntilAsync(() => Task.FromResult(TimeProvider.System.GetUtcNow() > witness.EndsAt + (3 * Interval)), "two evaluations are seen missing");
        var resolved = await EpisodeAsync(prometheus.Url, "ServiceBroken");
        await Poll.UntilAsync(async () => (await EpisodeAsync(prometheus.Url, "BrokenKept")).ResolvedAt is not null, "the alert that is kept firing ends, too");
        var kept = await EpisodeAsync(prometheus.Url, "BrokenKept");
        var valued = await EpisodeAsync(prometheus.Url, "BrokenValued");
        Directory.Delete(home, recursive: true);

        Assert.True(ongoing.Firing);
        Assert.Null(ongoing.ResolvedAt);
        Assert.Equal(1, resolved.UncertaintySeconds!.Value, 0.1);
        Assert.Equal(witness.StartsAt, resolved.FiringAt!.Value, Interval);
        Assert.Equal(witness.EndsAt, resolved.ResolvedAt!.Value, Interval);
        Assert.Equal(witness.StartsAt - TimeSpan.FromSeconds(4), resolved.PendingAt!.Value, 2 * Interval);
        Assert.Equal(3, kept.KeepFiringSeconds);
        Assert.Equal(resolved.ResolvedAt.Value, kept.ResolvedAt!.Value, 2 * Interval);
        Assert.True(Assert.Single(valued.MergedLabels).Changing);
        Assert.Equal(resolved.PendingAt.Value, valued.FiringAt!.Value, 2 * Interval);
        Assert.Equal(resolved.ResolvedAt.Value, valued.ResolvedAt!.Value, 2 * Interval);
    }

    private static async Task<AlertEpisode> EpisodeAsync(Uri url, string name)
    {
        var spec = Collecting.Spec() with { Detection = Collecting.Alert(name, ("severity", "critical")) };
        var evidence = await Collecting.CollectAsync(url, spec, TimeProvider.System.GetUtcNow());
        return Assert.Single(IncidentWindow.Resolve(spec, evidence.Alerts, evidence.CollectedAt, evidence.SearchWindow).Episodes);
    }

    private static async Task ReceiveAsync(HttpContext context, ConcurrentQueue<(string Status, DateTimeOffset StartsAt, DateTimeOffset EndsAt)> notices)
    {
        using var document = await JsonDocument.ParseAsync(context.Request.Body);
        foreach (var alert in document.RootElement.GetProperty("alerts").EnumerateArray())
        {
            if (alert.GetProperty("labels").GetProperty("alertname").GetString() != "ServiceBroken")
            {
                continue;
            }

            notices.Enqueue((alert.GetProperty("status").GetString()!, alert.GetProperty("startsAt").GetDateTimeOffset(), alert.GetProperty("endsAt").GetDateTimeOffset()));
        }
    }

    private static string AlertmanagerConfiguration(Uri receiver) => $"""
        route: {"{"}receiver: witness, group_wait: 0s, group_interval: 1s, repeat_interval: 1h{"}"}
        receivers:
        - name: witness
          webhook_configs: [{"{"}url: "{receiver}", send_resolved: true{"}"}]
        """;

    private static string PrometheusConfiguration(PrometheusServer server, Uri exporter, Uri alertmanager)
    {
        var rules = Path.Combine(server.Home, "rules.yml");
        File.WriteAllText(rules, """
            groups:
            - name: live
              rules:
              - alert: ServiceBroken
                expr: broken == 1
                for: 4s
                labels: {severity: critical}
              - alert: BrokenKept
                expr: broken == 1
                keep_firing_for: 3s
                labels: {severity: critical}
              - alert: BrokenValued
                expr: level > 0 and on() broken == 1
                labels: {severity: critical, value: "{{ $value }}"}
            """);
        return $"""
            global: {"{"}scrape_interval: 1s, evaluation_interval: 1s{"}"}
            rule_files: ["{rules}"]
            alerting: {"{"}alertmanagers: [{"{"}static_configs: [{"{"}targets: ["{alertmanager.Authority}"]{"}"}]{"}"}]{"}"}
            scrape_configs: [{"{"}job_name: live, static_configs: [{"{"}targets: ["{exporter.Authority}"]{"}"}]{"}"}]
            """;
    }
}
