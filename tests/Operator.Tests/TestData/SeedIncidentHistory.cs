namespace Operator.Tests.TestData;

/// <summary>
/// What Prometheus would hold about P0-042. From 06:50 UTC on 2025-12-14 the requests to the e-mail service double, to 125 a second.
/// From 07:00 some of them fail, up to 3 %; the fix at 07:06:30 works, and from 07:09 none fails: 1 350 of the 90 000 requests of twelve
/// minutes. The alert is active at 07:00:00, fires at 07:02:15 and has its last sample at 07:11:45, 15 s apart. Samples are a minute
/// apart over 30 days and 15 s around the incident.
/// </summary>
public static class SeedIncidentHistory
{
    public const double RequestsPerSecond = 125;
    public const double UsualRequestsPerSecond = 62.5;

    public static readonly DateTimeOffset Start = new(2025, 12, 14, 7, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Fired = Start + TimeSpan.FromSeconds(135);
    public static readonly DateTimeOffset End = Start + TimeSpan.FromMinutes(12);

    /// <summary>When the share of failed requests was what; between two of them it changes evenly.</summary>
    private static readonly (double Seconds, double Share)[] Failing = [(0, 0.0018), (150, 0.024), (FixSeconds, 0.03), (540, 0.0018)];

    private const double FixSeconds = 390;
    private const double RampSeconds = 600;

    private static readonly DateTimeOffset DataStart = Start - TimeSpan.FromDays(31);
    private static readonly TimeSpan DataAfter = TimeSpan.FromMinutes(48);
    private static readonly TimeSpan FineAfter = TimeSpan.FromMinutes(33);
    private static readonly TimeSpan Fine = TimeSpan.FromSeconds(15);

    /// <summary>Adds all series of the incident.</summary>
    /// <param name="history">What they are added to.</param>
    /// <param name="lasting">For an incident that lasts longer than the seed's, because nobody mends anything.</param>
    public static MetricHistory AddTo(MetricHistory history, TimeSpan? lasting = null)
    {
        var end = Start + (lasting ?? End - Start);
        var times = Times(end).ToList();
        history.Add("http_requests_total", Labels(("job", "email"), ("instance", "email-0:8080"), ("code", "200")), times.Select(t => (t, Total(t) - Errors(t, lasting))));
        history.Add("http_requests_total", Labels(("job", "email"), ("instance", "email-0:8080"), ("code", "500")), times.Select(t => (t, Errors(t, lasting))));
        history.Add("slo:email_service:availability:ratio_rate5m", Labels(("job", "email")), times.Skip(5).Select(t => (t, Availability(t, lasting))));
        var alert = new[] { ("alertname", "EmailServiceDown"), ("service", "email-service"), ("severity", "critical") };
        history.Add("ALERTS", Labels([.. alert, ("alertstate", "pending")]), Every(Start, Fired - Fine, 1));
        history.Add("ALERTS", Labels([.. alert, ("alertstate", "firing")]), Every(Fired, end - Fine, 1));
        history.Add("ALERTS_FOR_STATE", Labels(alert), Every(Start, end - Fine, Start.ToUnixTimeSeconds()));
        return history;
    }

    /// <summary>Requests that failed up to a moment.</summary>
    /// <param name="at">The moment.</param>
    /// <param name="lasting">As for <see cref="AddTo"/>.</param>
    public static double Errors(DateTimeOffset at, TimeSpan? lasting = null)
    {
        var seconds = (at - Start).TotalSeconds;
        var share = 0.0;
        for (var i = 1; i < Failing.Length; i++)
        {
            var ((from, first), (to, last)) = (Failing[i - 1], Failing[i]);
            if (lasting is not null && from >= FixSeconds)
            {
                return Math.Round(RequestsPerSecond * (share + (Math.Clamp(seconds - from, 0, lasting.Value.TotalSeconds - from) * first)));
            }

            var passed = Math.Clamp(seconds - from, 0, to - from);
            share += passed * (first + ((last - first) * passed / (to - from) / 2));
        }

        return Math.Round(RequestsPerSecond * share);
    }

    private static double Total(DateTimeOffset at)
    {
        var busy = (at - Start).TotalSeconds + RampSeconds;
        var ramp = Math.Clamp(busy, 0, RampSeconds);
        var more = (ramp * ramp / RampSeconds / 2) + Math.Max(0, busy - RampSeconds);
        return Math.Round(((at - DataStart).TotalSeconds * UsualRequestsPerSecond) + (more * (RequestsPerSecond - UsualRequestsPerSecond)));
    }

    private static double Availability(DateTimeOffset at, TimeSpan? lasting)
    {
        var before = at - TimeSpan.FromMinutes(5);
        return 1 - ((Errors(at, lasting) - Errors(before, lasting)) / (Total(at) - Total(before)));
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
