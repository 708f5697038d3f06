using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Churn;

/// <summary>Services whose error counters begin in ways that servers count differently, scraped exactly at the edges of slices.</summary>
internal static class SimulatedBeginnings
{
    public const double PerSecond = 40;
    public const double WindowSeconds = 3 * 86_400;

    private static readonly DateTimeOffset Begin = SimulatedFleet.Start.AddDays(-3.5);
    private static readonly DateTimeOffset Last = SimulatedFleet.End.AddHours(1);

    /// <summary>What each service failed before the incident, within the window.</summary>
    public static IReadOnlyDictionary<string, double> Errors { get; } = new Dictionary<string, double>(StringComparer.Ordinal)
    {
        ["large"] = 600,
        ["growing"] = 600 + (10 * 240),
        ["small"] = 3,
        ["outofsight"] = 0,
        ["edges"] = 3 * 1200,
    };

    public static void AddTo(MetricHistory history)
    {
        var outage = SimulatedFleet.Start.AddDays(-1);
        Add(history, "large", [(outage, 600)], absentUntil: outage);
        Add(history, "growing", [(outage, 600), .. Enumerable.Range(1, 10).Select(i => (outage.AddMinutes(i), 240.0))], absentUntil: outage);
        Add(history, "small", [(outage, 3)], absentUntil: outage);
        Add(history, "outofsight", [(Begin, 5_000_000)], absentUntil: outage);
        Add(history, "edges", [.. Enumerable.Range(1, 3).Select(i => (outage.AddMinutes(i), 1200.0))], absentUntil: Begin);
    }

    // What happened by a scrape is in its sample.
    private static void Add(MetricHistory history, string service, (DateTimeOffset At, double Errors)[] failures, DateTimeOffset absentUntil)
    {
        var (good, bad) = (new List<(DateTimeOffset, double)>(), new List<(DateTimeOffset, double)>());
        for (var at = Begin; at <= Last; at = at.AddMinutes(1))
        {
            var during = Math.Clamp((at - SimulatedFleet.Start).TotalSeconds, 0, (SimulatedFleet.End - SimulatedFleet.Start).TotalSeconds) * PerSecond / 10;
            good.Add((at, Math.Round((at - Begin).TotalSeconds * PerSecond)));
            if (at >= absentUntil)
            {
                bad.Add((at, failures.Where(f => f.At <= at).Sum(f => f.Errors) + during));
            }
        }

        history.Add("beginnings_total", Labels(service, "200"), good);
        history.Add("beginnings_total", Labels(service, "500"), bad);
    }

    private static Dictionary<string, string> Labels(string service, string code) =>
        new(StringComparer.Ordinal) { ["job"] = service, ["instance"] = "a:80", ["code"] = code };
}
