using System.Net;
using Operator.Api;
using Operator.EndToEnd.Tests.Support;
using Operator.Metrics;
using Operator.Sandbox.ApiServer.Requests;
using Operator.Testing.Charts;
using Operator.Tests.TestData;

namespace Operator.EndToEnd.Tests.Monitoring;

/// <summary>What a scrape tells of post-mortems: what exists at that moment, once, under labels that stay its own.</summary>
public class MetricsTests
{
    private const string Incident = "incident_namespace=\"default\",incident_name=\"p0-042\"";

    private static readonly string WithItems = Specs.With(Specs.Manual, """
        "timeZone":"Europe/Warsaw","actionItems":[
          {"id":"AI-1","title":"Enlarge the pool","priority":"High","owner":"@dba","dueDate":"2025-12-13"},
          {"id":"AI-2","title":"Alert earlier","priority":"Low","state":"Done"}]
        """.Trim());

    [Fact]
    public async Task Each_post_mortem_has_its_series_and_they_go_with_it()
    {
        await using var world = await WorldWithMetricsAsync();
        await world.ApplyAsync("p0-042", WithItems);
        await world.UntilReadyAsync("p0-042");
        var scrape = await UntilAsync(world, s => s.Series("postmortem_incident_info").Any());

        Assert.Equal(1, scrape.Value("postmortem_incident_info", Incident, "incident_service=\"email-service\"", "severity=\"P0\"", "state=\"Resolved\"", "phase=\"Draft\""));
        Assert.Equal(720, scrape.Value("postmortem_incident_duration_seconds", Incident, "duration=\"total\""));
        Assert.Equal(135, scrape.Value("postmortem_incident_duration_seconds", Incident, "duration=\"time_to_detect\""));
        Assert.Equal(Seconds("2025-12-14T07:12:00Z"), scrape.Value("postmortem_incident_resolved_timestamp_seconds", Incident));
        var created = await Kubectl.RunAsync(world, "get", "pm", "p0-042", "-o", "jsonpath={.metadata.creationTimestamp}");
        Assert.Equal(Seconds(created), scrape.Value("postmortem_draft_timestamp_seconds", Incident));
        Assert.Equal(Seconds("2025-12-13T23:00:00Z"), scrape.Value("postmortem_action_item_due_timestamp_seconds", Incident, "action_item=\"AI-1\"", "owner=\"@dba\""));
        Assert.Null(scrape.Value("postmortem_action_item_due_timestamp_seconds", "action_item=\"AI-2\""));
        Assert.Equal((1, 1), (scrape.Value("postmortem_action_items", "state=\"Open\"", "priority=\"High\""), scrape.Value("postmortem_action_items", "state=\"Done\"")));
        Assert.Equal((1, 0), (scrape.Value("postmortem_action_items_overdue", "priority=\"High\""), scrape.Value("postmortem_action_items_overdue", "priority=\"Low\"")));
        Assert.Equal(1, scrape.Value("postmortem_published", Incident));
        Assert.Equal((720, 1), (scrape.Value("postmortem_incidents_duration_seconds_sum", "severity=\"P0\"", "duration=\"total\""), scrape.Value("postmortem_incidents_duration_seconds_count", "duration=\"total\"")));

        await world.DeleteAsync("p0-042");
        var gone = await UntilAsync(world, s => !s.Text.Contains("p0-042", StringComparison.Ordinal));
        Assert.Empty(gone.Series("postmortem_incidents"));
    }

    /// <summary>The calendar's last day never ends, and in some zones days were left out.</summary>
    [Fact]
    public async Task A_due_date_that_no_calendar_follows_spoils_no_scrape()
    {
        await using var world = await WorldWithMetricsAsync();
        static string Due(string zone, string day) => Specs.With(Specs.Manual, $"\"timeZone\":\"{zone}\",\"actionItems\":[{{\"id\":\"AI-1\",\"title\":\"t\",\"dueDate\":\"{day}\"}}]");
        await world.ApplyAsync("last-day", Due("UTC", "9999-12-31"));
        await world.ApplyAsync("left-out", Due("Pacific/Apia", "2011-12-29"));
        await world.UntilReadyAsync("last-day");
        await world.UntilReadyAsync("left-out");

        var scrape = await UntilAsync(world, s => s.Series("postmortem_incident_info").Count() == 2);

        Assert.Null(scrape.Value("postmortem_action_item_due_timestamp_seconds", "incident_name=\"last-day\""));
        Assert.Equal(Seconds("2011-12-30T10:00:00Z"), scrape.Value("postmortem_action_item_due_timestamp_seconds", "incident_name=\"left-out\""));
    }

    [Fact]
    public async Task Evidence_that_cannot_be_read_is_counted_by_source_and_reason()
    {
        await using var world = await WorldWithMetricsAsync();
        await world.ApplyAsync("p0-042", Specs.With(Specs.Alerted, "\"prometheus\":{\"source\":\"elsewhere\"}"));
        await world.UntilAsync("p0-042", p => p.Reason(ConditionTypes.EvidenceCollected) == Reasons.SourceUnknown, "has no source");

        var scrape = await UntilAsync(world, s => s.Series("postmortem_evidence_collected").Any());

        Assert.Equal(0, scrape.Value("postmortem_evidence_collected", Incident, "prometheus_source=\"elsewhere\"", "reason=\"SourceUnknown\""));
        Assert.NotNull(scrape.Value("postmortem_evidence_open_timestamp_seconds", Incident));
    }

    [Fact]
    public async Task The_switch_for_large_clusters_leaves_sums_and_counts()
    {
        await using var world = await WorldWithMetricsAsync(perIncident: false);
        await world.ApplyAsync("p0-042", WithItems);
        await world.UntilReadyAsync("p0-042");

        var scrape = await UntilAsync(world, s => s.Series("postmortem_incidents").Any());

        Assert.DoesNotContain("p0-042", scrape.Text);
        Assert.Equal(1, scrape.Value("postmortem_incidents", "severity=\"P0\"", "state=\"Resolved\""));
    }

    [Fact]
    public async Task A_replica_that_waits_for_the_lease_tells_of_itself_alone()
    {
        await using var world = await World.CreateAsync(withOperator: false);
        await world.StartOperatorAsync(leaderElection: true);
        await world.ApplyAsync("p0-042", WithItems);
        await world.UntilReadyAsync("p0-042");

        world.Metrics = new MetricsOptions { Address = "127.0.0.1:0" };
        await using var standby = world.BuildOperator(leaderElection: true);
        await standby.StartAsync();
        var url = new Uri(new Uri(standby.Urls.Last()), "metrics");
        Scrape? scrape = null;
        await Until.TrueAsync(async () => (scrape = await Scrape.OfAsync(url)).Series("leader_election_master_status").Any(), () => "the standby knows of its lease");

        Assert.Equal(0, scrape!.Value("leader_election_master_status", "name=\"postmortem-operator\""));
        Assert.DoesNotContain(scrape.Families, f => f.StartsWith("postmortem_", StringComparison.Ordinal));
        await standby.StopAsync();
    }

    [Fact]
    public async Task Every_series_that_dashboards_of_controllers_use_is_there_from_the_start()
    {
        await using var world = await WorldWithMetricsAsync();

        var scrape = await Scrape.OfAsync(world.MetricsUrl);

        foreach (var result in new[] { "success", "requeue_after", "error" })
        {
            Assert.NotNull(scrape.Value("controller_runtime_reconcile_total", "controller=\"postmortem\"", $"result=\"{result}\""));
        }

        string[] others =
        [
            "controller_runtime_reconcile_errors_total", "controller_runtime_terminal_reconcile_errors_total", "controller_runtime_reconcile_panics_total",
            "controller_runtime_active_workers", "controller_runtime_max_concurrent_reconciles", "workqueue_adds_total", "workqueue_retries_total",
            "workqueue_depth", "workqueue_unfinished_work_seconds", "workqueue_longest_running_processor_seconds",
        ];
        Assert.All(others, name => Assert.NotNull(scrape.Value(name)));

        // It has a label for the code of the answer, so that there is none before the first.
        await Until.TrueAsync(async () => (await Scrape.OfAsync(world.MetricsUrl)).Series("rest_client_requests_total").Any(), () => "the first request is counted");
        Assert.Equal(0, scrape.Value("controller_runtime_reconcile_time_seconds_count"));
    }

    [Fact]
    public async Task Promtool_has_nothing_to_say()
    {
        await using var world = await WorldWithMetricsAsync();
        await world.ApplyAsync("p0-042", WithItems);
        await world.UntilReadyAsync("p0-042");
        var scrape = await UntilAsync(world, s => s.Series("postmortem_incident_info").Any());

        var check = await Command.RunAsync("/usr/bin/promtool", ["check", "metrics"], input: scrape.Text);

        Assert.Equal((0, ""), (check.ExitCode, check.Error.Trim()));
    }

    [Fact]
    public async Task A_real_Prometheus_keeps_every_label_beside_those_of_a_ServiceMonitor()
    {
        await using var world = await WorldWithMetricsAsync();
        await world.ApplyAsync("p0-042", WithItems);
        await world.UntilReadyAsync("p0-042");
        using var prometheus = await PrometheusServer.StartAsync(_ => $$"""
            scrape_configs:
            - job_name: operator
              scrape_interval: 1s
              static_configs:
              - targets: ["{{world.MetricsUrl.Authority}}"]
                labels: {namespace: postmortem-operator, service: operator-metrics, pod: operator-0, container: operator, endpoint: metrics}
            """);
        using var http = new HttpClient(new SocketsHttpHandler());
        var answer = "";
        await Poll.UntilAsync(
            async () => (answer = await http.GetStringAsync(new Uri(prometheus.Url, "/api/v1/query?query=postmortem_incident_info"))).Contains("p0-042", StringComparison.Ordinal),
            "the operator is scraped");

        Assert.Contains("\"incident_namespace\":\"default\"", answer, StringComparison.Ordinal);
        Assert.Contains("\"namespace\":\"postmortem-operator\"", answer, StringComparison.Ordinal);
        var exported = await http.GetStringAsync(new Uri(prometheus.Url, "/api/v1/labels"));
        Assert.DoesNotContain("exported_", exported, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_tokens_the_API_server_decides_who_may_scrape()
    {
        await using var world = await World.CreateAsync(withOperator: false);
        world.Metrics = new MetricsOptions { Address = "127.0.0.1:0", RequireToken = true };
        await world.StartOperatorAsync();
        try
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(null));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync("good"));

            // Asked once a minute, whoever is scraped how often.
            var asked = world.Server.Requests.Recent.Count(r => r.Resource.StartsWith("tokenreviews", StringComparison.Ordinal));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync("good"));
            Assert.Equal(asked, world.Server.Requests.Recent.Count(r => r.Resource.StartsWith("tokenreviews", StringComparison.Ordinal)));

            world.Server.Faults = Answering("subjectaccessreviews", """{"kind":"SubjectAccessReview","apiVersion":"authorization.k8s.io/v1","status":{"allowed":false}}""");
            Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("no-rights"));
            world.Server.Faults = Answering("tokenreviews", """{"kind":"TokenReview","apiVersion":"authentication.k8s.io/v1","status":{"authenticated":false}}""");
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("unknown"));
            world.Server.Faults = (_, http) =>
            {
                http.Response.StatusCode = 500;
                return ValueTask.FromResult(FaultOutcome.Handled);
            };
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync("who knows"));
        }
        finally
        {
            world.Server.Faults = null;
        }

        async Task<HttpStatusCode> StatusAsync(string? token)
        {
            using var response = await Scrape.AskAsync(world.MetricsUrl, token);
            Assert.True(response.IsSuccessStatusCode || (await response.Content.ReadAsStringAsync()).Length == 0, "a refusal tells nothing");
            return response.StatusCode;
        }
    }

    private static FaultHook Answering(string resource, string json) => async (request, http) =>
    {
        if (!request.Resource.StartsWith(resource, StringComparison.Ordinal))
        {
            return FaultOutcome.Continue;
        }

        http.Response.StatusCode = 201;
        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes(json));
        return FaultOutcome.Handled;
    };

    private static async Task<World> WorldWithMetricsAsync(bool perIncident = true)
    {
        var world = await World.CreateAsync(withOperator: false);
        world.Metrics = new MetricsOptions { Address = "127.0.0.1:0", PerIncident = perIncident };
        await world.StartOperatorAsync();
        return world;
    }

    private static async Task<Scrape> UntilAsync(World world, Func<Scrape, bool> condition)
    {
        Scrape? scrape = null;
        await Until.TrueAsync(async () => condition(scrape = await Scrape.OfAsync(world.MetricsUrl)), () => $"a scrape is as it should be; it was\n{scrape?.Text}");
        return scrape!;
    }

    private static double Seconds(string time) => DateTimeOffset.Parse(time, null).ToUnixTimeSeconds();
}
