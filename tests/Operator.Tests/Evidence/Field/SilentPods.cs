using System.Globalization;
using Operator.Tests.Evidence.Alerts;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Field;

/// <summary>Several pods share the traffic; one of them is not scraped for a while. Times are seconds from S.</summary>
/// <param name="Index">What its series carry in their label silence.</param>
/// <param name="Interval">Seconds between two scrapes.</param>
/// <param name="Length">How long the incident lasts.</param>
/// <param name="Pods">How many pods there are.</param>
/// <param name="From">Where the silence begins.</param>
/// <param name="To">Where it ends.</param>
/// <param name="BeginsAgain">Whether the pod begins again after it; otherwise its counters have gone on.</param>
internal sealed record SilentPods(int Index, int Interval, int Length, int Pods, int From, int To, bool BeginsAgain)
{
    public const string Metric = "silent_total";
    public const double PerSecond = 30;
    public const double Ratio = 0.1;
    public const double WindowSeconds = 86_400;

    public static readonly SilentPods[] All =
    [
        new(0, 30, 2400, 3, 300, 1500, true),
        new(1, 15, 1200, 2, 200, 700, true),
        new(2, 60, 5400, 5, 1000, 4000, true),
        new(3, 30, 2400, 3, 300, 1500, false),
        new(4, 10, 1800, 4, -200, 900, true),
    ];

    public DateTimeOffset Start => AlertHistory.S.AddSeconds(Index * 11);

    public DateTimeOffset End => Start.AddSeconds(Length);

    public double Events => PerSecond * Length;

    /// <summary>What the silent pod counted and nobody saw.</summary>
    public double Missing => BeginsAgain ? PerSecond / Pods * (To - Math.Max(0, From)) : 0;

    public static void AddTo(MetricHistory history)
    {
        foreach (var pods in All)
        {
            for (var pod = 0; pod < pods.Pods; pod++)
            {
                foreach (var code in new[] { "200", "500" })
                {
                    pods.Add(history, pod, code);
                }
            }
        }
    }

    private void Add(MetricHistory history, int pod, string code)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["silence"] = Index.ToString(CultureInfo.InvariantCulture), ["pod"] = $"p-{pod}", ["code"] = code };
        var first = -WindowSeconds - 1800 + 3 + (pod * Interval / Pods);
        var times = Enumerable.Range(0, (int)((Length + 3600 - first) / Interval)).Select(i => first + (i * Interval));
        history.Add(Metric, labels, times.Where(t => pod > 0 || t < From || t >= To).Select(t => (Start.AddSeconds(t), Count(code, t, pod is 0 && BeginsAgain && t >= To ? To : first - 600))));
    }

    private double Count(string code, double at, double since)
    {
        var failed = PerSecond * Ratio * (Math.Clamp(at, 0, Length) - Math.Clamp(since, 0, Length));
        return (code is "500" ? failed : (PerSecond * (at - since)) - failed) / Pods;
    }
}
