using System.Globalization;
using Operator.Tests.Evidence.Alerts;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Field;

/// <summary>Two jobs behind one selector, one of them scraped more often than the other, with half of the traffic each, or as it is said. Times are seconds from S.</summary>
/// <param name="Index">What its series carry in their label mixed.</param>
/// <param name="Fast">Seconds between two scrapes of the one job.</param>
/// <param name="Slow">Seconds between two scrapes of the other.</param>
/// <param name="Pods">How many pods the first has.</param>
/// <param name="FastUntil">When the first job's pods are gone, and the other has all of the traffic; null where they stay.</param>
/// <param name="SlowFrom">Since when the other is scraped less often; null where it always was.</param>
/// <param name="Length">How long the incident lasts.</param>
/// <param name="Ratio">The share that fails in it.</param>
/// <param name="SlowShare">The share of the traffic that the other has; where it is not half, it has all errors.</param>
/// <param name="Early">The share that failed in an hour long before.</param>
internal sealed record MixedIntervals(int Index, int Fast, int Slow, int Pods, int? FastUntil, int? SlowFrom, int Length, double Ratio, double SlowShare = 0.5, double Early = 0)
{
    public const string Metric = "mixed_total";

    public const double PerSecond = 20;

    public const double WindowSeconds = 86_400;

    private const int EarlyFrom = -20_000;
    private const int EarlySeconds = 3600;

    public static readonly MixedIntervals[] All =
    [
        new(0, 15, 60, 3, null, null, 3600, 0.2),
        new(1, 10, 60, 3, 600, null, 3600, 0.1),
        new(2, 10, 120, 4, -600, null, 5400, 0.3),
        new(3, 15, 60, 1, -3600, 900, 3000, 0.2),
        new(4, 20, 60, 2, null, -7200, 2400, 0.4),
        new(5, 15, 180, 3, null, null, 3600, 0.2),
        new(6, 15, 240, 3, null, null, 5400, 0.1),
        new(7, 15, 300, 2, null, null, 7200, 0.2),

        // One gateway beside many pods: few series, much of the traffic, and all of the errors.
        new(8, 15, 60, 14, null, null, 3600, 0.2, 0.9),
        new(9, 15, 120, 20, null, null, 2700, 0.3, 0.7),
        new(10, 10, 60, 30, null, null, 1800, 0.1, 0.4),
        new(11, 15, 75, 0, null, null, 5400, 0.2, 1, 0.1),
        new(12, 15, 120, 0, null, null, 7200, 0.1, 1, 0.2),
        new(13, 15, 200, 0, null, null, 7200, 0.3, 1, 0.3),
        new(14, 15, 300, 0, null, null, 9000, 0.2, 1, 0.1),
        new(15, 15, 60, 16, null, null, 3600, 0.2, 0.6, 0.2),
    ];

    public DateTimeOffset Start => AlertHistory.S.AddSeconds(Index * 13);

    public DateTimeOffset End => Start.AddSeconds(Length);

    public double Events => PerSecond * Length;

    public double Failures => Events * Ratio;

    /// <summary>What the incident consumes, in percent of the budget of an objective of 99 %.</summary>
    public double Consumed => 100 * Failures / (0.01 * PerSecond * WindowSeconds);

    /// <summary>The same with what failed in the hour long before.</summary>
    public double ConsumedInAll => Consumed + (100 * Early * EarlySeconds / (0.01 * WindowSeconds));

    public static void AddTo(MetricHistory history)
    {
        foreach (var one in All)
        {
            for (var pod = 0; pod < one.Pods; pod++)
            {
                one.Add(history, $"fast-{pod}", one.Times(one.Fast, null, one.FastUntil ?? int.MaxValue, pod), t => PerSecond * (1 - one.SlowShare) / one.Pods * Math.Min(t, one.FastUntil ?? int.MaxValue));
            }

            one.Add(history, "slow-0", one.Times(one.SlowFrom is null ? one.Slow : one.Fast, one.SlowFrom, int.MaxValue, 2), t => PerSecond * ((one.SlowShare * t) + ((1 - one.SlowShare) * Math.Max(0, t - (one.FastUntil ?? int.MaxValue)))));
        }
    }

    private IEnumerable<double> Times(int interval, int? slowFrom, int until, int late)
    {
        for (double t = -(int)WindowSeconds - 7200 + late; t <= Length + 5400 && t <= until; t += t >= slowFrom ? Slow : interval)
        {
            yield return t;
        }
    }

    // Of each job the same share fails.
    private void Add(MetricHistory history, string pod, IEnumerable<double> times, Func<double, double> counted)
    {
        var all = times.ToList();
        var labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["mixed"] = Index.ToString(CultureInfo.InvariantCulture), ["pod"] = pod };
        var ratio = SlowShare is 0.5 ? Ratio : pod.StartsWith("slow", StringComparison.Ordinal) ? Ratio / SlowShare : 0;
        var early = ratio / Ratio * Early;
        double Errors(double t) => (ratio * (counted(Math.Clamp(t, 0, Length)) - counted(0))) + (early * (counted(Math.Clamp(t, EarlyFrom, EarlyFrom + EarlySeconds)) - counted(EarlyFrom)));
        history.Add(Metric, With(labels, "500"), all.Select(t => (Start.AddSeconds(t), Errors(t))));
        history.Add(Metric, With(labels, "200"), all.Select(t => (Start.AddSeconds(t), counted(t) - counted(-WindowSeconds - 7200) - Errors(t))));
    }

    private static Dictionary<string, string> With(Dictionary<string, string> labels, string code) => new(labels, StringComparer.Ordinal) { ["code"] = code };
}
