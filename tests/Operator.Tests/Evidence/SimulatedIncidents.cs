using Operator.Tests.TestData;

namespace Operator.Tests.Evidence;

/// <summary>Incidents whose truth is known, written into one history. None is aligned with scrapes or minutes.</summary>
internal static class SimulatedIncidents
{
    public const double PerSecond = 40;
    public const double BaselineRatio = 0.0002;
    public const double IncidentRatio = 0.08;
    public const double OutageRatio = 0.5;

    public static readonly DateTimeOffset Start = new(2025, 12, 10, 10, 0, 7, TimeSpan.Zero);
    public static readonly DateTimeOffset End = Start + TimeSpan.FromSeconds(570);
    public static readonly DateTimeOffset DataStart = Start - TimeSpan.FromDays(7.5);
    public static readonly DateTimeOffset DataEnd = End + TimeSpan.FromMinutes(70);
    public static readonly TimeSpan OutageLength = TimeSpan.FromMinutes(10);
    public const int Blips = 5;
    public static readonly TimeSpan BlipLength = TimeSpan.FromMinutes(3);
    public static readonly DateTimeOffset Now = End + TimeSpan.FromMinutes(60);

    public static void AddTo(MetricHistory history)
    {
        AddService(history, "steady", 15, 4);
        AddService(history, "halfminute", 30, 11);
        AddService(history, "minutely", 60, 23);
        AddService(history, "slow", 120, 50);
        AddService(history, "errorless", 60, 23, baseline: 0, incident: 0);
        AddService(history, "born", 60, 23, baseline: 0, bornWithFirstEvent: true);
        AddService(history, "down", 15, 4, incident: 1);
        AddService(history, "young", 60, 23, dataStart: Start - TimeSpan.FromDays(3.5));
        AddService(history, "gappy", 15, 4, gaps: [(Start.AddSeconds(60), Start.AddSeconds(480))]);
        AddService(history, "restarted", 15, 4, restarts: [Start.AddSeconds(200), Start.AddSeconds(260)]);
        AddService(history, "replicated", 30, 11, labels: ("prometheus_replica", "a"));
        AddService(history, "replicated", 30, 19, labels: ("prometheus_replica", "b"));
        AddService(history, "luck", 55, 4);
        AddBlips(history, "blips", 0);
        AddBlips(history, "betweenblips", 8);
        AddOutage(history, "outage", Start - TimeSpan.FromDays(2));
        AddOutage(history, "outofsight", DataStart + TimeSpan.FromMinutes(10), [.. Enumerable.Range(1, 6).Select(day => Start.AddDays(-day)).Select(gap => (gap, gap.AddMinutes(15)))]);
        AddSpoiled(history);
        AddFleet(history);
        AddQuiet(history);
        AddGauges(history);
    }

    public static string Errors(string job) => $"requests_total{{job=\"{job}\",code=~\"5..\"}}";

    public static string Total(string job) => $"requests_total{{job=\"{job}\"}}";

    private static void AddService(
        MetricHistory history,
        string job,
        double interval,
        double phase,
        double baseline = BaselineRatio,
        double incident = IncidentRatio,
        bool bornWithFirstEvent = false,
        DateTimeOffset? dataStart = null,
        DateTimeOffset[]? restarts = null,
        (DateTimeOffset From, DateTimeOffset To)[]? gaps = null,
        (string Name, string Value)? labels = null)
    {
        var begin = dataStart ?? DataStart;
        foreach (var (code, share) in new (string, Func<double, double>)[] { ("200", r => 1 - r), ("500", r => r) })
        {
            var counter = new SimulatedCounter
            {
                Rates = [(begin, PerSecond * share(baseline)), (Start, PerSecond * share(incident)), (End, PerSecond * share(baseline))],
                FirstScrape = begin.AddSeconds(phase),
                LastScrape = DataEnd,
                IntervalSeconds = interval,
                BornWithFirstEvent = bornWithFirstEvent,
                Restarts = restarts ?? [],
                Gaps = gaps ?? [],
            };
            if (incident > 0 || code == "200")
            {
                history.Add("requests_total", Labels(job, "a:80", code, labels), counter.Samples());
            }
        }
    }

    // Each day before the incident three minutes of failures, whole slices when these are laid back from the incident's start.
    public static void AddBlips(MetricHistory history, string job, double phase)
    {
        foreach (var code in new[] { "200", "500" })
        {
            double Rate(double ratio) => PerSecond * (code == "500" ? ratio : 1 - ratio);
            var blips = Enumerable.Range(1, Blips).Select(day => Start.AddDays(day - Blips - 1)).SelectMany(at => new[] { (at, Rate(OutageRatio)), (at + BlipLength, Rate(0)) });
            var counter = new SimulatedCounter
            {
                Rates = [(DataStart, Rate(0)), .. blips, (Start, Rate(IncidentRatio)), (End, Rate(0))],
                FirstScrape = DataStart.AddSeconds(phase),
                LastScrape = DataEnd,
                IntervalSeconds = 15,
            };
            history.Add("requests_total", Labels(job, "a:80", code, null), counter.Samples());
        }
    }

    // Ten minutes of failures before the incident, of processes that had none until then; and stretches in which nothing was scraped.
    private static void AddOutage(MetricHistory history, string job, DateTimeOffset outage, (DateTimeOffset From, DateTimeOffset To)[]? gaps = null)
    {
        foreach (var code in new[] { "200", "500" })
        {
            double Rate(double ratio) => PerSecond * (code == "500" ? ratio : 1 - ratio);
            var counter = new SimulatedCounter
            {
                Rates = [(DataStart, Rate(0)), (outage, Rate(OutageRatio)), (outage + OutageLength, Rate(0)), (Start, Rate(IncidentRatio)), (End, Rate(0))],
                FirstScrape = DataStart.AddSeconds(23),
                LastScrape = DataEnd,
                IntervalSeconds = 60,
                BornWithFirstEvent = true,
                Gaps = gaps ?? [],
            };
            history.Add("requests_total", Labels(job, "a:80", code, null), counter.Samples());
        }
    }

    // Three instances scraped at moments of their own; the second restarts, a fourth is started in the middle of the incident.
    private static void AddFleet(MetricHistory history)
    {
        for (var i = 0; i < 4; i++)
        {
            foreach (var (code, share) in new[] { ("200", 1d), ("500", 0.6), ("503", 0.4) })
            {
                var begin = i == 3 ? Start.AddSeconds(240) : DataStart;
                double Rate(double ratio) => code == "200" ? PerSecond * (1 - ratio) : PerSecond * ratio * share;
                var counter = new SimulatedCounter
                {
                    Rates = i == 3
                        ? [(begin, Rate(IncidentRatio)), (End, Rate(0))]
                        : [(begin, Rate(0)), (Start, Rate(IncidentRatio)), (End, Rate(0))],
                    FirstScrape = begin.AddSeconds(3 + (5 * i)),
                    LastScrape = DataEnd,
                    IntervalSeconds = 30,
                    Restarts = i == 1 ? [Start.AddSeconds(300)] : [],
                    BornWithFirstEvent = code != "200",
                };
                history.Add("requests_total", Labels("fleet", $"{i}:80", code, null), counter.Samples());
            }
        }
    }

    // The last value of the successes before the incident is NaN.
    private static void AddSpoiled(MetricHistory history)
    {
        foreach (var (code, ratio) in new[] { ("200", 0.92), ("500", 0.08) })
        {
            var counter = new SimulatedCounter { Rates = [(DataStart, PerSecond * ratio)], FirstScrape = DataStart.AddSeconds(23), LastScrape = DataEnd, IntervalSeconds = 60 };
            var samples = counter.Samples().Select(s => (s.At, code == "200" && s.At <= Start && s.At.AddSeconds(60) > Start ? double.NaN : s.Value));
            history.Add("requests_total", Labels("spoiled", "a:80", code, null), samples);
        }
    }

    private static void AddQuiet(MetricHistory history)
    {
        foreach (var code in new[] { "200", "500" })
        {
            var counter = new SimulatedCounter
            {
                Rates = [(DataStart, code == "200" ? PerSecond : 0.01), (Start - TimeSpan.FromMinutes(30), 0)],
                FirstScrape = DataStart.AddSeconds(4),
                LastScrape = DataEnd,
                IntervalSeconds = 60,
            };
            history.Add("requests_total", Labels("quiet", "a:80", code, null), counter.Samples());
        }
    }

    private static void AddGauges(MetricHistory history)
    {
        history.Add("error_ratio", Labels("recorded"), Gauge(t => t >= Start && t < End ? 0.04 : 0.0001));
        history.Add("error_ratio", Labels("percent"), Gauge(t => t >= Start && t < End ? 4 : 0.01));
        history.Add("error_ratio", Labels("availability"), Gauge(t => t >= Start && t < End ? 0.96 : 0.9999));
        history.Add("error_ratio", Labels("infinite"), Gauge(t => t >= Start && t < End ? double.PositiveInfinity : 0));
        history.Add("error_ratio", Labels("nan"), Gauge(_ => double.NaN));
        history.Add("error_ratio", Labels("idlebefore"), Gauge(t => t >= Start ? 0.04 : double.NaN));
        history.Add("active_users", Labels("users"), Gauge(_ => 2000));
    }

    private static IEnumerable<(DateTimeOffset At, double Value)> Gauge(Func<DateTimeOffset, double> value)
    {
        for (var t = DataStart.AddSeconds(9); t <= DataEnd; t = t.AddSeconds(t > Start.AddHours(-2) ? 15 : 60))
        {
            yield return (t, value(t));
        }
    }

    private static Dictionary<string, string> Labels(string job) => new(StringComparer.Ordinal) { ["job"] = job };

    private static Dictionary<string, string> Labels(string job, string instance, string code, (string Name, string Value)? extra)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["job"] = job, ["instance"] = instance, ["code"] = code };
        if (extra is { } e)
        {
            labels[e.Name] = e.Value;
        }

        return labels;
    }
}
