using System.Globalization;
using Operator.Tests.Evidence.Alerts;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Field;

/// <summary>Ratios that rules recorded over a range, which neither the query's name nor its labels need to tell. Times are seconds from S.</summary>
/// <param name="Index">What its series carry in their label recorded.</param>
/// <param name="Metric">The name of the series.</param>
/// <param name="Label">A label that tells the range, and how; null where none does.</param>
/// <param name="Query">What the spec asks.</param>
/// <param name="Range">Over how many seconds each value was computed.</param>
/// <param name="Outer">Over how many seconds the query itself looks back, beside.</param>
/// <param name="Interval">Seconds between two values.</param>
/// <param name="Length">How long the incident lasts, in seconds.</param>
/// <param name="Ratio">The share that fails in it.</param>
internal sealed record RecordedRatios(int Index, string Metric, (string Name, string Value)? Label, string Query, int Range, int Outer, int Interval, int Length, double Ratio)
{
    public const double WindowSeconds = 86_400;

    public static readonly RecordedRatios[] All =
    [
        new(0, "recorded_ratio", ("sloth_window", "5m"), "recorded_ratio{recorded=\"0\"}", 300, 0, 30, 720, 0.1),
        new(1, "recorded_ratio", ("window", "10m"), "max(recorded_ratio{recorded=\"1\"})", 600, 0, 60, 2400, 0.03),
        new(2, "recorded_ratio", ("rate_window", "120s"), "sum(recorded_ratio{recorded=\"2\"}) or vector(0)", 120, 0, 15, 600, 0.5),
        new(3, "recorded:errors:ratio_rate5m", null, "{__name__=~\"recorded:errors:ratio_.+\",recorded=\"3\"}", 300, 0, 30, 1500, 0.2),
        new(4, "recorded:requests:burnrate30m", null, "avg_over_time(recorded:requests:burnrate30m{recorded=\"4\"}[{{.window}}])", 1800, 0, 60, 5400, 0.08),
        new(5, "recorded:requests:burnrate5m", null, "avg_over_time(recorded:requests:burnrate5m{recorded=\"5\"}[1m])", 300, 60, 15, 900, 0.4),
        new(6, "recorded_ratio", ("range", "2m"), "avg_over_time(recorded_ratio{recorded=\"6\"}[{{.window}}])", 120, 0, 30, 480, 0.05),
        new(7, "recorded_ratio", ("slo_window", "30d"), "recorded_ratio{recorded=\"7\"}", 0, 0, 30, 600, 0.07),
        new(8, "recorded_sli_5m", null, "recorded_sli_5m{recorded=\"8\"}", 300, 0, 60, 1500, 0.2),
        new(9, "recorded:errors:mean10m", null, "max(recorded:errors:mean10m{recorded=\"9\"})", 600, 0, 30, 3000, 0.06),
        new(10, "recorded:error_ratio:2m", null, "avg_over_time(recorded:error_ratio:2m{recorded=\"10\"}[{{.window}}])", 120, 0, 15, 900, 0.4),
        new(11, "recorded_ratio", ("period", "10m"), "recorded_ratio{recorded=\"11\"}", 600, 0, 30, 2700, 0.3),
    ];

    public DateTimeOffset Start => AlertHistory.S.AddSeconds(Index * 11);

    public DateTimeOffset End => Start.AddSeconds(Length);

    public double Lag => (Range + Outer) / 2.0;

    public static void AddTo(MetricHistory history)
    {
        foreach (var one in All)
        {
            var labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["recorded"] = one.Index.ToString(CultureInfo.InvariantCulture) };
            if (one.Label is var (name, value))
            {
                labels[name] = value;
            }

            history.Add(one.Metric, labels, one.Samples());
        }
    }

    private IEnumerable<(DateTimeOffset At, double Value)> Samples()
    {
        for (var t = -(int)WindowSeconds - 7200 + (Index % 4); t <= Length + 5400; t += Interval)
        {
            yield return (Start.AddSeconds(t), Ratio * (Range == 0 ? (t >= 0 && t < Length ? 1 : 0) : Math.Max(0, Math.Min(t, Length) - Math.Max(t - Range, 0)) / (double)Range));
        }
    }
}
