using System.Globalization;
using Operator.Tests.Evidence.Alerts;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Field;

/// <summary>A service whose pods are replaced: no series lives through the whole window. Times are seconds from S.</summary>
/// <param name="Index">What its series carry in their label life.</param>
/// <param name="Interval">Seconds between two scrapes.</param>
/// <param name="Length">How long the incident lasts.</param>
/// <param name="PerSecond">Events a second, all of one pod at a time.</param>
/// <param name="Ratio">The share that fails in the incident.</param>
/// <param name="Days">The budget's window.</param>
/// <param name="Replaced">When a pod takes over from the one before, in order.</param>
internal sealed record PodLives(int Index, int Interval, int Length, double PerSecond, double Ratio, int Days, params int[] Replaced)
{
    public const string Metric = "lives_total";

    /// <summary>The same where a pod's series of errors begins with its first error, and a few fail since the middle of the window.</summary>
    public const string Lazy = "lazy_lives_total";

    /// <summary>The same where each pod has the name of the one before, and another instance.</summary>
    public const string Named = "named_lives_total";

    /// <summary>A process that stays, whose counters go on under another job since long before the incident.</summary>
    public const string Renamed = "renamed_lives_total";

    /// <summary>A series of each pod, which tells of it as long as it lives; its value is 1.</summary>
    public const string Info = "lives_info";

    /// <summary>A service that stays, whose series of errors lived for an hour long before the incident.</summary>
    public const string Stays = "stays_total";

    private const int After = 3600;
    private const int EarlyLength = 900;
    private const double EarlyRatio = 0.5;
    private const double LazyRatio = 0.004;

    // In seconds of traffic.
    private const double FailedBefore = 250;

    public static readonly PodLives[] All =
    [
        new(0, 30, 3600, 10, 0.2, 1, 1800),
        new(1, 30, 720, 10, 0.2, 1, -120),
        new(2, 15, 600, 25, 0.3, 3, -400),
        new(3, 30, 1800, 10, 0.2, 3, [.. Enumerable.Range(0, 23).Select(i => (i - 23) * 10_800)]),
        new(4, 15, 2400, 40, 0.05, 2, -90_000, -3000, 700, 1500),
    ];

    public DateTimeOffset Start => AlertHistory.S.AddSeconds(Index * 7);

    public DateTimeOffset End => Start.AddSeconds(Length);

    public double Events => PerSecond * Length;

    public double Failures => Events * Ratio;

    public double WindowSeconds => Days * 86_400;

    /// <summary>What the incident consumes, in percent of the budget of an objective of 99 %.</summary>
    public double Consumed => 100 * Failures / (0.01 * PerSecond * WindowSeconds);

    /// <summary>The failures of the service whose series of errors begin with the first error.</summary>
    public double LazyFailures => Failures + (Events * LazyRatio);

    /// <summary>What the incident consumes of its budget, in percent.</summary>
    public double LazyConsumed => 100 * LazyFailures / (0.01 * PerSecond * WindowSeconds);

    /// <summary>What the errors of long before the incident consumed.</summary>
    public double ConsumedEarly => 100 * EarlyRatio * EarlyLength / (0.01 * WindowSeconds);

    // Between two of the places at which series are looked for.
    private double Early => (-WindowSeconds * 7 / 16) + Length;

    public static void AddTo(MetricHistory history)
    {
        foreach (var lives in All)
        {
            lives.AddPods(history);
            lives.AddStaying(history);
            lives.AddRenamed(history);
        }
    }

    private void AddPods(MetricHistory history)
    {
        double[] starts = [-WindowSeconds - 3600, .. Replaced.Select(r => (double)r), Length + After];
        for (var pod = 0; pod + 1 < starts.Length; pod++)
        {
            var (from, to) = (starts[pod], starts[pod + 1]);
            foreach (var code in new[] { "200", "500" })
            {
                Series(history, Metric, from, to, t => Count(code, t, Errors(t) - Errors(from), t - from), ("code", code), ("pod", $"p-{pod}"));
                Series(history, Named, from, to, t => Count(code, t, Errors(t) - Errors(from), t - from), ("code", code), ("pod", "p-0"), ("instance", $"10.0.0.{pod}"));
                Series(history, Lazy, from, to, t => Count(code, t, LazyErrors(t) - LazyErrors(from), t - from), code is "500" ? 1 : 0, ("code", code), ("pod", $"p-{pod}"));
            }

            Series(history, Info, from, to, _ => 1, ("pod", $"p-{pod}"));
        }
    }

    private void AddStaying(MetricHistory history)
    {
        var began = -WindowSeconds - 3600;
        Series(history, Stays, began, Length + After, t => Count("200", t, EarlyErrors(t), t - began), ("code", "200"));
        Series(history, Stays, Early - 60, Early + 3600, EarlyErrors, ("code", "500"));
    }

    private void AddRenamed(MetricHistory history)
    {
        var (began, renamed) = (-WindowSeconds - 3600, -WindowSeconds / 3);
        foreach (var code in new[] { "200", "500" })
        {
            double Counted(double t) => Count(code, t, Errors(t), t - began) + (code is "500" ? PerSecond * FailedBefore : 0);
            Series(history, Renamed, began, renamed, Counted, ("code", code), ("job", "former"));
            Series(history, Renamed, renamed, Length + After, Counted, ("code", code), ("job", "present"));
        }
    }

    private double Errors(double at) => PerSecond * Ratio * Math.Clamp(at, 0, Length);

    private double LazyErrors(double at) => Errors(at) + (PerSecond * LazyRatio * Math.Max(0, at + (WindowSeconds / 2)));

    private double EarlyErrors(double at) => PerSecond * EarlyRatio * Math.Clamp(at - Early, 0, EarlyLength);

    private double Count(string code, double at, double errors, double seconds) => code is "500" ? errors : (PerSecond * seconds) - errors;

    private void Series(MetricHistory history, string metric, double from, double to, Func<double, double> value, params (string Name, string Value)[] labels) =>
        Series(history, metric, from, to, value, 0, labels);

    private void Series(MetricHistory history, string metric, double from, double to, Func<double, double> value, double least, params (string Name, string Value)[] labels)
    {
        var first = (Math.Ceiling((from - 2) / Interval) * Interval) + 2;
        var times = Enumerable.Range(0, (int)Math.Ceiling((to - first) / Interval)).Select(i => first + (i * Interval)).Where(t => t >= from && value(t) >= least).ToList();
        if (times.Count == 0)
        {
            return;
        }

        history.Add(
            metric,
            labels.Append(("life", Index.ToString(CultureInfo.InvariantCulture))).ToDictionary(l => l.Item1, l => l.Item2, StringComparer.Ordinal),
            times.Select(t => (Start.AddSeconds(t), Math.Floor(value(t) + 1e-6))));
    }
}
