namespace Operator.Tests.TestData;

/// <summary>
/// What Prometheus would hold about P0-042: the e-mail service answers 125 requests a second, and 1.5 % of them fail from 07:00 to
/// 07:12 UTC on 2025-12-14. The alert is active at 07:00:00, fires at 07:02:15 and has its last sample at 07:11:45, 15 s apart.
/// Samples are a minute apart over 30 days and 15 s around the incident.
/// </summary>
public static class SeedIncidentHistory
{
    public const double RequestsPerSecond = 125;
    public const double ErrorRatio = 0.015;

    public static readonly DateTimeOffset Start = new(2025, 12, 14, 7, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Fired = Start + TimeSpan.FromSeconds(135);
    public static readonly DateTimeOffset End = Start + TimeSpan.FromMinutes(12);

    private static readonly DateTimeOffset DataStart = Start - TimeSpan.FromDays(31);
    private static readonly TimeSpan DataAfter = TimeSpan.FromMinutes(48);
    private static readonly TimeSpan FineAfter = TimeSpan.FromMinutes(33);
    private static readonly TimeSpan Fine = TimeSpan.FromSeconds(15);

    /// <summary>Adds all series of the incident.</summary>
    /// <param name="history">What they are added to.</param>
    /// <param name="lasting">For an incident that lasts longer than the seed's.</param>
    public static MetricHistory AddTo(MetricHistory history, TimeSpan? lasting = null)
    {
        var end = Start + (lasting ?? End - Start);
        var times = Times(end).ToList();
        history.Add("http_requests_total", Labels(("job", "email"), ("instance", "email-0:8080"), ("code", "200")), times.Select(t => (t, Total(t) - Errors(t, end))));
        history.Add("http_requests_total", Labels(("job", "email"), ("instance", "email-0:8080"), ("code", "500")), times.Select(t => (t, Errors(t, end))));
        history.Add("slo:email_service:availability:ratio_rate5m", Labels(("job", "email")), times.Skip(5).Select(t => (t, Availability(t, end))));
        var alert = new[] { ("alertname", "EmailServiceDown"), ("service", "email-service"), ("severity", "critical") };
        history.Add("ALERTS", Labels([.. alert, ("alertstate", "pending")]), Every(Start, Fired - Fine, 1));
        history.Add("ALERTS", Labels([.. alert, ("alertstate", "firing")]), Every(Fired, end - Fine, 1));
        history.Add("ALERTS_FOR_STATE", Labels(alert), Every(Start, end - Fine, Start.ToUnixTimeSeconds()));
        return history;
    }

    private static double Total(DateTimeOffset at) => (at - DataStart).TotalSeconds * RequestsPerSecond;

    private static double Errors(DateTimeOffset at, DateTimeOffset end) => Math.Clamp((at - Start).TotalSeconds, 0, (end - Start).TotalSeconds) * RequestsPerSecond * ErrorRatio;

    private static double Availability(DateTimeOffset at, DateTimeOffset end)
    {
        var before = at - TimeSpan.FromMinutes(5);
        return 1 - ((Errors(at, end) - Errors(before, end)) / (Total(at) - Total(before)));
    }

    private static IEnumerable<DateTimeOffset> Times(DateTimeOffset end)
    {
        for (var t = DataStart; t <= end + DataAfter; t += t > Start - TimeSpan.FromMinutes(45) && t < end + FineAfter ? Fine : TimeSpan.FromMinutes(1))
        {
            yield return t;
        }
    }

    private static IEnumerable<(DateTimeOffset At, double Value)> Every(DateTimeOffset from, DateTimeOffset to, double value)
    {
        for (var t = from; t <= to; t += Fine)
        {
            yield return (t, value);
        }
    }

    private static Dictionary<string, string> Labels(params (string Name, string Value)[] labels) => labels.ToDictionary(l => l.Name, l => l.Value, StringComparer.Ordinal);
}
