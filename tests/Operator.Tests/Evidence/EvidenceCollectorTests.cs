using System.Globalization;
using Microsoft.AspNetCore.Http;
using Operator.Api;
using Operator.Core;
using Operator.Core.Evidence;
using Operator.Core.Reports;
using Operator.Evidence;
using Operator.Prometheus;
using Operator.Tests.Prometheus;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence;

public sealed class EvidenceCollectorTests
{
    private static readonly PostMortemSpec Alert = Collecting.Spec() with { Detection = Collecting.Alert("Down") };

    [Fact]
    public async Task A_server_whose_clock_is_behind_does_not_make_a_firing_alert_look_resolved()
    {
        var now = TimeProvider.System.GetUtcNow();
        var behind = now - TimeSpan.FromMinutes(2);
        await using var server = await FakeServer.StartAsync(context => AnswerAsync(context, behind));

        var evidence = await Collecting.CollectAsync(server.Url, Alert, now);

        Assert.Equal(behind, evidence.CollectedAt, TimeSpan.FromSeconds(10));
        Assert.Contains(evidence.Warnings, w => w.Contains("behind the operator's", StringComparison.Ordinal));
        var episode = Assert.Single(IncidentWindow.Resolve(Alert, evidence.Alerts, evidence.CollectedAt, evidence.SearchWindow).Episodes);
        Assert.True(episode.Firing);
        Assert.Null(episode.ResolvedAt);
    }

    [Fact]
    public async Task A_source_that_is_away_fails_the_collection_and_names_the_field()
    {
        using var client = new PrometheusClient(new PrometheusSourceOptions { Url = $"http://127.0.0.1:{ServerProcess.FreePort()}" }, TimeProvider.System);

        var e = (await Collecting.CollectAsync(client, new PostMortem { Spec = Alert }, TimeProvider.System.GetUtcNow())).Failure!;

        Assert.Equal((Reasons.PrometheusUnavailable, false), (e.Reason, e.IsTerminal));
        Assert.StartsWith("detection.alerts[0] (Down): ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_label_that_is_no_label_is_refused_before_anything_is_asked()
    {
        var spec = Collecting.Spec() with { Detection = Collecting.Alert("Down", ("a=\"b\"} or vector(1", "x")) };
        await using var server = await FakeServer.StartAsync(500, "");

        using var client = new PrometheusClient(new PrometheusSourceOptions { Url = server.Url.ToString() }, TimeProvider.System);

        var e = (await Collecting.CollectAsync(client, new PostMortem { Spec = spec }, TimeProvider.System.GetUtcNow())).Failure!;

        Assert.Equal((Reasons.QueryInvalid, true), (e.Reason, e.IsTerminal));
        Assert.Equal(0, server.Requests);
    }

    [Fact]
    public async Task An_entirely_manual_post_mortem_asks_nothing()
    {
        await using var server = await FakeServer.StartAsync(500, "");
        var spec = Collecting.Spec() with { Incident = new IncidentSpec { StartedAt = SimulatedIncidents.Start, ResolvedAt = SimulatedIncidents.End } };

        var evidence = await Collecting.CollectAsync(server.Url, spec, SimulatedIncidents.Now);

        Assert.Equal(0, server.Requests);
        Assert.Null(evidence.Source);
        Assert.Equal(new TimeRange(SimulatedIncidents.Start, SimulatedIncidents.End), evidence.Incident);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_an_incident_whose_end_nobody_knows_nothing_is_asked_up_to_now(bool withAlert)
    {
        var spec = Collecting.Spec() with
        {
            Incident = new IncidentSpec { StartedAt = SimulatedIncidents.Start.AddYears(-8) },
            Detection = withAlert ? Collecting.Alert(ScriptedPrometheus.AlertName) : null,
            Slos = [Collecting.Ratio("errors_total", "requests_total")],
            Impact = new ImpactSpec { AffectedUsers = new AffectedUsersSpec { Query = "users" } },
        };
        using var prometheus = new ScriptedPrometheus();
        using var client = prometheus.Client();

        var evidence = (await Collecting.CollectAsync(client, new PostMortem { Spec = spec }, SimulatedIncidents.Now)).Evidence;

        // The alert alone is looked for: from an hour before the beginning to a day after it, and an hour around that.
        Assert.Equal(withAlert ? ["ALERTS{alertname=\"Down\"}[97200s]"] : [], prometheus.Asked);
        Assert.All(
            evidence.Parts.Where(p => p.Name != EvidencePartNames.Alerts),
            part => Assert.Contains("not known when the incident ended", Assert.Single(PartContent.Problems(evidence, part)).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void An_unknown_source_names_those_that_are_known()
    {
        using var clients = new PrometheusSources(new PrometheusOptions { Sources = [new() { Name = "eu", Url = "http://eu.invalid" }] }, TimeProvider.System);

        var e = Assert.Throws<FailureException>(() => clients.Find("us"));

        Assert.Equal(Reasons.SourceUnknown, e.Reason);
        Assert.Contains("eu", e.Message, StringComparison.Ordinal);
        Assert.NotNull(clients.Find("eu"));
    }

    // An alert that fires up to the server's own present.
    private static async Task AnswerAsync(HttpContext context, DateTimeOffset present)
    {
        context.Response.Headers.Date = present.ToString("R", CultureInfo.InvariantCulture);
        var query = context.Request.HasFormContentType ? (await context.Request.ReadFormAsync())["query"].ToString() : "";
        var last = present.ToUnixTimeSeconds() / 15 * 15;
        var samples = string.Join(',', Enumerable.Range(0, 20).Select(i => $"[{last - (15 * (19 - i))},\"{(query.Contains("_FOR_STATE", StringComparison.Ordinal) ? last - 285 : 1)}\"]"));
        await context.Response.WriteAsync($"{{\"status\":\"success\",\"data\":{{\"resultType\":\"matrix\",\"result\":[{{\"metric\":{{\"alertname\":\"Down\",\"alertstate\":\"firing\"}},\"values\":[{samples}]}}]}}}}");
    }
}
