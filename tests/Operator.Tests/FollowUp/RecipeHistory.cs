using Operator.Tests.TestData;

namespace Operator.Tests.FollowUp;

/// <summary>A real Prometheus with what the queries of the documentation are about: until <see cref="Fixed"/> each action item is open, and from then on done.</summary>
public sealed class RecipeHistory : IAsyncLifetime
{
    public static readonly DateTimeOffset Start = new(2025, 12, 14, 8, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Fixed = Start.AddHours(6);
    public static readonly DateTimeOffset End = Fixed.AddHours(4);

    public PrometheusServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var history = new MetricHistory();
        foreach (var pod in new[] { "email-0", "email-1" })
        {
            Add("up", Series(("job", "email"), ("pod", pod)), _ => 1);
            Add("db_pool_connections_active", Series(("job", "email"), ("pod", pod)), _ => 7, from: Fixed);
            Add("app_build_info", Series(("job", "email"), ("pod", pod), ("version", "2.3.0")), _ => 1, until: Fixed);
            Add("app_build_info", Series(("job", "email"), ("pod", pod), ("version", "2.4.0")), _ => 1, from: Fixed);
            Add("db_pool_usage_ratio", Series(("pod", pod)), t => t < Fixed ? 0.95 : 0.4);
            Add("http_requests_total", Series(("job", "email"), ("pod", pod), ("code", "200")), t => (t - Start).TotalSeconds * 20);
            Add("http_requests_total", Series(("job", "email"), ("pod", pod), ("code", "500")), t => Math.Min((t - Start).TotalSeconds, (Fixed - Start).TotalSeconds));
            foreach (var (bound, slow, fast) in new[] { ("0.1", 1, 15), ("0.5", 4, 20), ("1", 15, 20), ("+Inf", 20, 20) })
            {
                Add(
                    "http_request_duration_seconds_bucket",
                    Series(("job", "email"), ("pod", pod), ("le", bound)),
                    t => (Math.Min((t - Start).TotalSeconds, (Fixed - Start).TotalSeconds) * slow) + (Math.Max(0, (t - Fixed).TotalSeconds) * fast));
            }
        }

        Add("up", Series(("job", "legacy-mailer")), _ => 1, until: Fixed);
        Add("ALERTS", Series(("alertname", "PoolNearlyExhausted"), ("alertstate", "firing")), _ => 1, from: Fixed, until: Fixed.AddMinutes(5));
        Add("job:http_errors:ratio_rate5m", Series(("job", "email")), _ => 0.001, from: Fixed);
        Add("kube_deployment_status_replicas_available", Series(("deployment", "email")), t => t < Fixed ? 2 : 3);
        Add("probe_ssl_earliest_cert_expiry", Series(("job", "gateway")), t => (t < Fixed ? Start.AddDays(10) : Start.AddDays(90)).ToUnixTimeSeconds());
        Add("backup_last_success_timestamp_seconds", Series(("job", "backup")), t => (t < Fixed ? Start.AddDays(-2) : Fixed).ToUnixTimeSeconds());
        Server = await PrometheusServer.StartAsync(history);

        void Add(string metric, Dictionary<string, string> labels, Func<DateTimeOffset, double> value, DateTimeOffset? from = null, DateTimeOffset? until = null) =>
            history.Add(metric, labels, Times().Where(t => t >= (from ?? Start) && t < (until ?? End)).Select(t => (t, value(t))));
    }

    public ValueTask DisposeAsync()
    {
        Server.Dispose();
        return ValueTask.CompletedTask;
    }

    private static IEnumerable<DateTimeOffset> Times()
    {
        for (var t = Start; t < End; t = t.AddSeconds(30))
        {
            yield return t;
        }
    }

    private static Dictionary<string, string> Series(params (string Name, string Value)[] labels) => labels.ToDictionary(l => l.Name, l => l.Value, StringComparer.Ordinal);
}
