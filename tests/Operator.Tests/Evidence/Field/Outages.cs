using System.Globalization;
using Operator.Tests.Evidence.Alerts;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Field;

/// <summary>Incidents in which nothing was scraped for a while. Times are seconds from S.</summary>
/// <param name="Index">What its series carry in their label outage.</param>
/// <param name="Interval">Seconds between two scrapes, or two recorded values.</param>
/// <param name="Length">How long the incident lasts.</param>
/// <param name="From">Where the gap begins.</param>
/// <param name="To">Where it ends.</param>
/// <param name="GoesOn">Whether counters go on after it; otherwise they begin again.</param>
/// <param name="Instances">How many processes there are.</param>
internal sealed record Outages(int Index, int Interval, int Length, int From, int To, bool GoesOn, int Instances)
{
    public const string Counter = "outage_total";
    public const string Recorded = "outage_ratio";
    public const double WindowSeconds = 86_400;
    public const double Ratio = 0.2;
    public const double PerSecond = 30;

    public static readonly Outages[] All =
    [
        new(0, 60, 1800, 600, 880, false, 1),
        new(1, 60, 3600, 1200, 1600, false, 1),
        new(2, 30, 1200, 300, 500, false, 2),
        new(3, 15, 900, 200, 310, false, 3),
        new(4, 60, 1800, 600, 880, true, 1),
        new(5, 60, 3600, 600, 820, false, 1),
        new(6, 60, 2400, 1700, 2160, true, 4),
        new(7, 120, 5400, 1000, 2000, false, 1),
    ];

    public DateTimeOffset Start => AlertHistory.S.AddSeconds(Index * 13);

    public DateTimeOffset End => Start.AddSeconds(Length);

    /// <summary>How long no process has a sample.</summary>
    public double Missing => Scrapes().Zip(Scrapes().Skip(1), (a, b) => b - a).Max();

    /// <summary>The last sample of the counters before the gap.</summary>
    public DateTimeOffset LastBefore => Start.AddSeconds(Scrapes().Last(t => t < From));

    /// <summary>The last recorded value before the gap.</summary>
    public DateTimeOffset LastRecordedBefore => Start.AddSeconds(Scrapes(0).Last(t => t < From));

    public static void AddTo(MetricHistory history)
    {
        foreach (var outage in All)
        {
            outage.Add(history);
        }
    }

    private void Add(MetricHistory history)
    {
        var label = Index.ToString(CultureInfo.InvariantCulture);
        for (var instance = 0; instance < Instances; instance++)
        {
            foreach (var code in new[] { "200", "500" })
            {
                history.Add(
                    Counter,
                    new Dictionary<string, string>(StringComparer.Ordinal) { ["outage"] = label, ["instance"] = $"i-{instance}", ["code"] = code },
                    Scrapes(instance).Select(t => (Start.AddSeconds(t), Count(code, t))));
            }
        }

        history.Add(Recorded, new Dictionary<string, string>(StringComparer.Ordinal) { ["outage"] = label }, Scrapes(0).Select(t => (Start.AddSeconds(t), t >= 0 && t < Length ? Ratio : 0)));
    }

    private List<double> Scrapes() => [.. Enumerable.Range(0, Instances).SelectMany(Scrapes).Order()];

    private IEnumerable<double> Scrapes(int instance)
    {
        for (var t = -WindowSeconds - 1800 + 7 + (instance * Interval / (double)Instances); t <= Length + 3600; t += Interval)
        {
            if (t < From || t >= To)
            {
                yield return t;
            }
        }
    }

    private double Count(string code, double at)
    {
        var from = !GoesOn && at >= To ? To : -WindowSeconds - 7200;
        var failed = PerSecond * Ratio * (Math.Clamp(at, 0, Length) - Math.Clamp(from, 0, Length));
        return (code is "500" ? failed : (PerSecond * (at - from)) - failed) / Instances;
    }
}
