using System.Globalization;
using Operator.Tests.Evidence.Alerts;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Field;

/// <summary>Incidents in which errors come and go. Times are seconds from S.</summary>
/// <param name="Index">What its series carry in their label bursts.</param>
/// <param name="Interval">Seconds between two scrapes.</param>
/// <param name="Slice">The length of a slice, in seconds.</param>
/// <param name="First">When the first burst begins.</param>
/// <param name="Every">How long it is from one to the next.</param>
/// <param name="Lasts">How long each lasts.</param>
/// <param name="Ratio">The share that fails in it.</param>
internal sealed record Bursts(int Index, int Interval, int Slice, int First, int Every, int Lasts, double Ratio)
{
    public const string Metric = "bursts_total";
    public const double PerSecond = 40;
    public const double WindowSeconds = 86_400;
    public const int Length = 3 * 3600;

    public static readonly Bursts[] All =
    [
        new(0, 30, 60, 600, 1200, 600, 0.2),
        new(1, 30, 300, 600, 1200, 600, 0.2),
        new(2, 15, 120, 137, 1000, 333, 0.05),
        new(3, 60, 300, 900, 1800, 300, 0.5),
        new(4, 20, 60, 40, 700, 10, 0.9),
    ];

    public DateTimeOffset Start => AlertHistory.S.AddSeconds(Index * 7);

    public DateTimeOffset End => Start.AddSeconds(Length);

    public static void AddTo(MetricHistory history)
    {
        foreach (var bursts in All)
        {
            bursts.Add(history);
        }
    }

    /// <summary>Seconds of slices in which more fails than an objective of 99.9 % lets.</summary>
    public double BadSeconds()
    {
        var bad = 0;
        for (var t = 0; t < Length; t += Slice)
        {
            bad += (Errors(t + Slice) - Errors(t)) / (PerSecond * Slice) > 0.001 ? Slice : 0;
        }

        return bad;
    }

    private double Errors(double at)
    {
        var seconds = 0.0;
        for (var from = First; from + Lasts <= Length; from += Every)
        {
            seconds += Math.Clamp(at - from, 0, Lasts);
        }

        return PerSecond * Ratio * seconds;
    }

    private void Add(MetricHistory history)
    {
        var first = -WindowSeconds - 1800 + 4;
        List<double> times = [.. Enumerable.Range(0, (int)((Length + 3600 - first) / Interval)).Select(i => first + (i * Interval))];
        foreach (var code in new[] { "200", "500" })
        {
            history.Add(
                Metric,
                new Dictionary<string, string>(StringComparer.Ordinal) { ["bursts"] = Index.ToString(CultureInfo.InvariantCulture), ["code"] = code },
                times.Select(t => (Start.AddSeconds(t), code is "500" ? Errors(t) : (PerSecond * (t - first)) - Errors(t))));
        }
    }
}
