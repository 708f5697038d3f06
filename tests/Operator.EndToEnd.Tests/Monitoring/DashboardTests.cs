using System.Globalization;
using System.Text.Json.Nodes;
using Operator.EndToEnd.Tests.Support;
using Operator.Metrics;
using Operator.Prometheus;
using Operator.Tests.TestData;

namespace Operator.EndToEnd.Tests.Monitoring;

/// <summary>
/// The dashboard's queries, asked of a real Prometheus that scraped an operator with three months of made-up incidents. With
/// UPDATE_EXAMPLES=1 the answers are drawn into artifacts/dashboard.html, as Grafana is not at hand.
/// </summary>
public sealed class DashboardTests
{
    private const int Incidents = 36;
    private const double RequestsPerSecond = 10;
    private const double ErrorsPerSecond = 1;

    private static readonly TimeSpan Scrape = TimeSpan.FromMinutes(1);

    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private static readonly string[] Severities = ["P0", "P1", "P2", "P2", "P3"];

    private static readonly string[] Services = ["checkout", "payments", "search"];

    private static readonly string[] Owners = ["@dba", "@platform", "@web"];

    [Fact]
    public async Task Every_panel_shows_what_the_incidents_say()
    {
        using var source = await PrometheusServer.StartAsync(History());
        await using var world = await World.CreateAsync(withPrometheus: false, withOperator: false, start: Now);
        world.Metrics = new MetricsOptions { Address = "127.0.0.1:0" };
        await world.StartOperatorAsync(sources: new PrometheusSourceOptions { Url = source.Url.ToString() });
        for (var i = 0; i < Incidents; i++)
        {
            await world.ApplyAsync($"incident-{i:00}", Spec(i));
        }

        for (var i = 0; i < Incidents; i++)
        {
            await world.UntilAsync($"incident-{i:00}", p => p.IsCurrent, "is reconciled");
        }

        using var prometheus = await PrometheusServer.StartAsync(_ => $$"""
            scrape_configs:
            - job_name: operator
              scrape_interval: 1s
              static_configs:
              - targets: ["{{world.MetricsUrl.Authority}}"]
                labels: {namespace: sre, pod: operator-0}
            """);
        using var http = new HttpClient(new SocketsHttpHandler());
        await Poll.UntilAsync(async () => await CountAsync(http, prometheus.Url, "postmortem_incident_info") == Incidents, "all incidents are scraped");

        var shown = new Dictionary<string, IReadOnlyList<Answer>>(StringComparer.Ordinal);
        foreach (var (title, reference, query) in Queries())
        {
            shown[$"{title}/{reference}"] = await AskAsync(http, prometheus.Url, query);
        }

        // Of 36 incidents, one each third day, those that ended in the last 90 days.
        var recent = Enumerable.Range(0, Incidents).Where(i => Ends(i) > Now.AddDays(-90)).ToList();
        Assert.Equal(recent.Count, Assert.Single(shown["Incidents/A"]).Value);
        Assert.Equal(Median(recent.Select(i => (double)Resolving(i))), Assert.Single(shown["Time to resolve, median/A"]).Value, 3);
        Assert.Equal(recent.Average(i => (double)Resolving(i)), Assert.Single(shown["Time to resolve, mean/A"]).Value, 3);
        Assert.Equal(recent.Count, Assert.Single(shown["Time to resolve, mean/B"]).Value);
        Assert.Equal(recent.Average(i => (double)Detecting(i)), Assert.Single(shown["Time to detect, mean/A"]).Value, 3);
        Assert.Equal(
            recent.CountBy(i => Severities[i % Severities.Length]).OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => (s.Key, (double)s.Value)),
            shown["Incidents by severity/A"].Select(a => (a.Labels["severity"], a.Value)).OrderBy(a => a.Item1, StringComparer.Ordinal));
        Assert.All(shown["Error budget spent by service/A"], a => Assert.Equal(recent.Where(i => Service(i) == a.Labels["incident_service"]).Sum(BudgetUsed), a.Value, 0.02));
        Assert.Equal(Services.Length, shown["Error budget spent by service/A"].Count);
        var overdue = Enumerable.Range(0, Incidents).Where(IsOverdue).ToList();
        Assert.Equal(overdue.CountBy(i => Owners[i % Owners.Length]).ToDictionary(o => o.Key, o => (double)o.Value), shown["Overdue action items by owner/A"].ToDictionary(a => a.Labels["owner"], a => a.Value));
        Assert.Equal(overdue.Count, shown["Overdue action items/A"].Count);
        Assert.Equal(Incidents, shown["Drafts/A"].Count);
        if (Environment.GetEnvironmentVariable("UPDATE_EXAMPLES") == "1")
        {
            await File.WriteAllTextAsync(Path.Combine(RepositoryFiles.Root, "artifacts", "dashboard.html"), DashboardPage.Of(Panels(), shown), TestContext.Current.CancellationToken);
        }
    }

    private static string Spec(int i) => $$$"""
        {"title":"Incident {{{i}}}","severity":"{{{Severities[i % Severities.Length]}}}","services":["{{{Service(i)}}}"],
         "incident":{"startedAt":"{{{Text(Starts(i))}}}","detectedAt":"{{{Text(Starts(i).AddSeconds(Detecting(i)))}}}","resolvedAt":"{{{Text(Ends(i))}}}"},
         "slos":[{"name":"availability","objective":99.9,"window":"30d","sli":{"ratio":{"errors":"requests_total{service=\"{{{Service(i)}}}\",code=\"500\"}","total":"requests_total{service=\"{{{Service(i)}}}\"}" } } }],
         "actionItems":[{"id":"AI-1","title":"Fix it","priority":"High","owner":"{{{Owners[i % Owners.Length]}}}","state":"{{{State(i)}}}","dueDate":"{{{Due(i):yyyy-MM-dd}}}"}]}
        """;

    private static string State(int i) => i % 4 == 0 ? "Done" : "InProgress";

    private static string Service(int i) => Services[i % Services.Length];

    /// <summary>A tenth of ten requests a second failed, of a budget of a thousandth over 30 days.</summary>
    private static double BudgetUsed(int i) => (Detecting(i) + Resolving(i)) * ErrorsPerSecond / (0.001 * RequestsPerSecond * TimeSpan.FromDays(30).TotalSeconds);

    private static MetricHistory History()
    {
        var history = new MetricHistory();
        var from = Now.AddDays(-3 * Incidents - 35);
        foreach (var service in Services)
        {
            var incidents = Enumerable.Range(0, Incidents).Where(i => Service(i) == service).Select(i => (From: Starts(i), To: Ends(i))).ToList();
            List<(DateTimeOffset, double)> bad = [], good = [];
            for (var at = from; at <= Now; at += Scrape)
            {
                var failing = incidents.Sum(x => Math.Clamp((at - x.From).TotalSeconds, 0, (x.To - x.From).TotalSeconds));
                bad.Add((at, failing * ErrorsPerSecond));
                good.Add((at, ((at - from).TotalSeconds * RequestsPerSecond) - (failing * ErrorsPerSecond)));
            }

            history.Add("requests_total", new Dictionary<string, string>(StringComparer.Ordinal) { ["service"] = service, ["code"] = "500" }, bad);
            history.Add("requests_total", new Dictionary<string, string>(StringComparer.Ordinal) { ["service"] = service, ["code"] = "200" }, good);
        }

        return history;
    }

    private static DateTimeOffset Starts(int i) => Now.AddDays(-3 * (i + 1)).AddMinutes(7 * i);

    private static DateTimeOffset Ends(int i) => Starts(i).AddSeconds(Detecting(i) + Resolving(i));

    private static int Detecting(int i) => 60 + (i * 37 % 600);

    private static int Resolving(int i) => 600 + (i * 613 % 7200);

    private static DateOnly Due(int i) => DateOnly.FromDateTime(Starts(i).AddDays(30).UtcDateTime);

    private static bool IsOverdue(int i) => i % 4 != 0 && Due(i) < DateOnly.FromDateTime(Now.UtcDateTime);

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static JsonArray Panels() =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(RepositoryFiles.Root, "charts", "postmortem-operator", "files", "dashboard.json")))!["panels"]!.AsArray();

    /// <summary>What Grafana asks, with its variables replaced.</summary>
    private static IEnumerable<(string Title, string Reference, string Query)> Queries() =>
        from panel in Panels()
        from target in panel!["targets"]!.AsArray()
        let query = ((string)target!["expr"]!)
            .Replace("$namespace", ".*", StringComparison.Ordinal)
            .Replace("$__from", Milliseconds(Now.AddDays(-90)), StringComparison.Ordinal)
            .Replace("$__to", Milliseconds(Now.AddMinutes(1)), StringComparison.Ordinal)
        select ((string)panel["title"]!, (string)target["refId"]!, query);

    private static string Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    private static async Task<int> CountAsync(HttpClient http, Uri url, string query) => (await AskAsync(http, url, query)).Count;

    private static async Task<IReadOnlyList<Answer>> AskAsync(HttpClient http, Uri url, string query)
    {
        using var response = await http.GetAsync(new Uri(url, $"/api/v1/query?query={Uri.EscapeDataString(query)}"));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{query}: {text}");
        return
        [
            .. from item in JsonNode.Parse(text)!["data"]!["result"]!.AsArray()
               let labels = item!["metric"]!.AsObject().ToDictionary(l => l.Key, l => (string)l.Value!)
               select new Answer(labels, double.Parse((string)item["value"]![1]!, CultureInfo.InvariantCulture)),
        ];
    }
}

/// <summary>One series of an answer.</summary>
public sealed record Answer(IReadOnlyDictionary<string, string> Labels, double Value);
