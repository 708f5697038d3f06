using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.Reports;
using Operator.Core.Statuses;
using Operator.Evidence;
using Operator.Prometheus;
using Operator.Reconciling;
using Operator.Tests.Evidence.Alerts;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Field;

/// <summary>An alert has ended only when something newer than its last sample shows that its source went on recording. Times in seconds from S.</summary>
public sealed class StalledPipelineTests(StalledPipelineTests.Servers servers) : IClassFixture<StalledPipelineTests.Servers>
{
    private const int Stop = 600;

    // Interval, first firing sample, when people look.
    private static readonly (int Interval, int Fired, int Looked)[] Rules = [(30, 120, 900), (15, 60, 1200), (60, 0, 3600), (20, 300, 80_000)];

    public static TheoryData<MetricServer, int> Stalled => [.. Enum.GetValues<MetricServer>().SelectMany(s => Enumerable.Range(0, Rules.Length).Select(i => (s, i)))];

    public static TheoryData<string, int> Alive => [.. new[] { "up", "total", "alert", "late" }.SelectMany(s => Enumerable.Range(0, Rules.Length).Select(i => (s, i)))];

    [Theory]
    [MemberData(nameof(Stalled))]
    public async Task Nothing_newer_leaves_the_end_open_and_nothing_frozen(MetricServer server, int rule)
    {
        var (collection, report) = await LookAsync(await servers.UrlAsync("", server), rule, Rules[rule].Looked);

        var alert = Assert.Single(report.Alerts);
        Assert.Equal((IncidentState.Unknown, false, null, At(Stop)), (report.State, alert.Firing, alert.ResolvedAt, alert.LastSeenFiringAt));
        Assert.Null(report.Timestamp(IncidentTimestampName.ResolvedAt));
        Assert.Null(report.Duration(DurationName.TimeToResolve)!.Value);
        Assert.Contains(report.Warnings, w => w.Contains("was last seen firing at 2025-12-08T10:10:00.000Z", StringComparison.Ordinal));
        Assert.Contains("end not known", StatusProjection.Project(report, null).Alerts![0].Note, StringComparison.Ordinal);
        Assert.All(report.Slos.SelectMany(s => s.Budgets), b => Assert.Null(b.ConsumedPercent));
        Assert.Contains(report.Slos[0].Messages, m => m.Contains("was last seen firing", StringComparison.Ordinal));
        Assert.All(collection.Evidence.Parts, p => Assert.False(p.Frozen));
    }

    [Theory]
    [MemberData(nameof(Stalled))]
    public async Task After_a_day_nobody_waits_any_longer(MetricServer server, int rule)
    {
        var (collection, report) = await LookAsync(await servers.UrlAsync("", server), rule, Stop + 86_400);

        Assert.Equal(IncidentState.Unknown, report.State);
        Assert.Equal(CompletenessState.Partial, StatusProjection.Project(report, null).Alerts![0].Completeness!.State);
        Assert.True(collection.Evidence.Part(EvidencePartNames.Alerts)!.Frozen);
        Assert.Contains(report.Warnings, w => w.Contains("no samples came within a day", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Stalled))]
    public async Task An_end_that_a_person_states_ends_the_waiting(MetricServer server, int rule)
    {
        var (collection, report) = await LookAsync(await servers.UrlAsync("", server), rule, Rules[rule].Looked, resolvedAt: Stop + 30);

        Assert.Equal(IncidentState.Resolved, report.State);
        Assert.True(collection.Evidence.Part(EvidencePartNames.Alerts)!.Frozen);
        Assert.True(collection.Evidence.Part(EvidencePartNames.Objective("availability"))!.Frozen);
        Assert.NotNull(report.Slos[0].Budget!.ConsumedPercent);
        Assert.Null(Assert.Single(report.Alerts).ResolvedAt);
        Assert.Equal(CompletenessState.Partial, StatusProjection.Project(report, null).Alerts![0].Completeness!.State);
        var warning = Assert.Single(report.Warnings, w => w.Contains("was last seen firing", StringComparison.Ordinal));
        Assert.EndsWith("the incident ends when people state that it did", warning, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Alive))]
    public async Task Anything_newer_shows_that_the_alert_has_ended(string sign, int rule)
    {
        var (collection, report) = await LookAsync(await servers.UrlAsync(sign, MetricServer.Prometheus), rule, Rules[rule].Looked);

        Assert.Equal((IncidentState.Resolved, At(Stop + Rules[rule].Interval)), (report.State, Assert.Single(report.Alerts).ResolvedAt));
        Assert.NotNull(report.Slos[0].Budget!.ConsumedPercent);
        Assert.Null(StatusProjection.Project(report, null).Alerts![0].Completeness);
        Assert.DoesNotContain(report.Warnings, w => w.Contains("last seen", StringComparison.Ordinal));
        Assert.True(collection.Evidence.Part(EvidencePartNames.Alerts)!.Frozen);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Samples_that_come_late_tell_the_end(int rule)
    {
        var (before, _) = await LookAsync(await servers.UrlAsync("", MetricServer.Prometheus), rule, Rules[rule].Looked);

        var (_, report) = await LookAsync(await servers.UrlAsync("up", MetricServer.Prometheus), rule, Rules[rule].Looked + 60, kept: before.Evidence);

        Assert.Equal((IncidentState.Resolved, At(Stop + Rules[rule].Interval)), (report.State, Assert.Single(report.Alerts).ResolvedAt));
        Assert.NotNull(report.Slos[0].Budget!.ConsumedPercent);
    }

    private static DateTimeOffset At(double seconds) => AlertHistory.S.AddSeconds(seconds);

    private static async Task<(Collection Collection, IncidentReport Report)> LookAsync(Uri url, int rule, int looked, int? resolvedAt = null, IncidentEvidence? kept = null)
    {
        var spec = Collecting.Spec() with
        {
            Detection = Collecting.Alert($"Stalled{rule}") with { SearchWindow = new SearchWindowSpec { From = At(-3600) } },
            Incident = resolvedAt is { } stated ? new IncidentSpec { ResolvedAt = At(stated) } : null,
            Slos = [Collecting.Ratio("lag_requests_total{code=\"500\"}", "lag_requests_total", "1d", 99)],
        };
        var resource = new PostMortem { Spec = spec };
        using var client = new PrometheusClient(new PrometheusSourceOptions { Url = url.ToString() }, TimeProvider.System);
        var collection = await Collecting.CollectAsync(client, resource, At(looked), kept);
        Assert.Null(collection.Failure);
        return (collection, JudgedEvidence.Judge(resource, collection.Evidence, At(looked)).Report);
    }

    /// <summary>A server for each sign of life; the one without any records nothing after the stop.</summary>
    public sealed class Servers : IAsyncDisposable
    {
        private readonly Dictionary<(string Sign, MetricServer Kind), Lazy<Task<PrometheusServer>>> _servers = [];

        public async Task<Uri> UrlAsync(string sign, MetricServer kind)
        {
            Assert.SkipUnless(ServerPrograms.Find(kind) is not null, $"{kind} is not here; ./tests/get-servers.sh fetches it where Debian's package servers can be reached");
            Lazy<Task<PrometheusServer>> server;
            lock (_servers)
            {
                server = _servers.TryGetValue((sign, kind), out var known) ? known : _servers[(sign, kind)] = new(() => PrometheusServer.StartAsync(History(sign), kind));
            }

            return (await server.Value).Url;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var server in _servers.Values)
            {
                (await server.Value).Dispose();
            }
        }

        private static MetricHistory History(string sign)
        {
            var history = new MetricHistory();
            var alerts = new AlertHistory(history);
            foreach (var (index, (interval, fired, _)) in Rules.Index())
            {
                alerts.Add($"Stalled{index}", "firing", (fired, Stop, interval), ("job", "lag"));
                alerts.AddActiveAt($"Stalled{index}", fired, (fired, Stop, interval), 0, ("job", "lag"));
            }

            var last = sign is "total" ? Stop + 600 : Stop;
            foreach (var (code, perSecond) in new[] { ("200", 9), ("500", 1) })
            {
                alerts.Series("lag_requests_total", [("job", "lag"), ("code", code)], AlertHistory.Every((-90_000, last, 15), t => perSecond * (t + 90_000)));
            }

            switch (sign)
            {
                case "up":
                    alerts.Series("up", [("job", "lag")], AlertHistory.Every((-90_000, Stop + 600, 15), _ => 1));
                    break;
                case "late":
                    // Nothing for four minutes, and then all goes on.
                    alerts.Series("up", [("job", "lag")], AlertHistory.Every((Stop + 240, 100_000, 15), _ => 1));
                    break;
                case "alert":
                    alerts.Add("Watchdog", "firing", (-3600, Stop + 600, 60));
                    break;
            }

            return history;
        }
    }
}
