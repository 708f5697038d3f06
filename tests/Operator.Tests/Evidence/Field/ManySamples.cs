using System.Globalization;
using Operator.Tests.Evidence.Alerts;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Field;

/// <summary>Incidents with more samples than <see cref="Most"/>. Times are seconds from S.</summary>
/// <param name="Index">What its series carry in their label many.</param>
/// <param name="Interval">Seconds between two scrapes.</param>
/// <param name="Length">How long the incident lasts.</param>
/// <param name="Ratio">The share that fails in it.</param>
/// <param name="Fall">By how much a counter falls for one scrape, of what all events and failed ones had.</param>
/// <param name="From">Where a gap begins.</param>
/// <param name="To">Where it ends.</param>
internal sealed record ManySamples(int Index, int Interval, int Length, double Ratio, (double Total, double Errors) Fall, int From, int To)
{
    /// <summary>Fewer than any of these incidents has.</summary>
    public const int Most = 1500;

    public const string Hair = "many_hair_total";
    public const string GoesOn = "many_gap_total";
    public const string BeginsAgain = "many_restart_total";
    public const double PerSecond = 20;
    public const double WindowSeconds = 86_400;

    private const double HadTotal = 5_000_000;
    private const double HadErrors = 200_000;

    public static readonly ManySamples[] All =
    [
        new(0, 10, 7200, 0.1, (0.0001, 0.0015), 2700, 4100),
        new(1, 5, 5400, 0.3, (0.008, 0), 2000, 2900),
        new(2, 15, 10_800, 0.05, (0.0000001, 0.009), 3000, 6600),
        new(3, 10, 9000, 0.02, (0.0005, 0.0005), 4000, 5100),
    ];

    public DateTimeOffset Start => AlertHistory.S.AddSeconds(Index * 7);

    public DateTimeOffset End => Start.AddSeconds(Length);

    /// <summary>The last sample before the gap.</summary>
    public DateTimeOffset LastBefore => Start.AddSeconds(Times().Last(t => t < From));

    public double Events => PerSecond * Length;

    public double Failures => Events * Ratio;

    /// <summary>What the incident consumes of an objective of 99 %, in percent.</summary>
    public double Consumed => 100 * Failures / (0.01 * PerSecond * WindowSeconds);

    public static void AddTo(MetricHistory history)
    {
        foreach (var many in All)
        {
            foreach (var code in new[] { "200", "500" })
            {
                var times = many.Times();
                var (fell, fellErrors) = (times.First(t => t >= many.Length / 2), times.First(t => t >= many.Length * 0.6));
                many.Add(history, Hair, code, times, t => many.Had(code) + many.Count(code, t, times[0]) - (code is "200" && t == fell ? many.Fall.Total * HadTotal : code is "500" && t == fellErrors ? many.Fall.Errors * HadErrors : 0));
                List<double> scraped = [.. times.Where(t => t < many.From || t >= many.To)];
                many.Add(history, GoesOn, code, scraped, t => many.Count(code, t, times[0]));
                many.Add(history, BeginsAgain, code, scraped, t => many.Count(code, t, t >= many.To ? many.To - 5 : times[0]));
            }
        }
    }

    private double Had(string code) => code is "500" ? HadErrors : HadTotal;

    private List<double> Times()
    {
        var first = -WindowSeconds - 1800 + 2;
        return [.. Enumerable.Range(0, (int)((Length + 3600 - first) / Interval)).Select(i => first + (i * Interval))];
    }

    private double Count(string code, double at, double since)
    {
        var failed = PerSecond * Ratio * (Math.Clamp(at, 0, Length) - Math.Clamp(since, 0, Length));
        return code is "500" ? failed : (PerSecond * (at - since)) - failed;
    }

    private void Add(MetricHistory history, string metric, string code, IEnumerable<double> times, Func<double, double> value) => history.Add(
        metric,
        new Dictionary<string, string>(StringComparer.Ordinal) { ["many"] = Index.ToString(CultureInfo.InvariantCulture), ["code"] = code },
        times.Select(t => (Start.AddSeconds(t), value(t))));
}
