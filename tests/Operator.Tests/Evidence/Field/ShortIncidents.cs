using System.Globalization;
using Operator.Tests.Evidence.Alerts;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Field;

/// <summary>Incidents of a few scrapes: the processes are scraped at moments of their own, none of which is an end of the incident. Times are seconds from S.</summary>
internal sealed record ShortIncidents(int Index, int Interval, int Length, double PerSecond, double Ratio, int Instances, double Phase, double Background)
{
    public const string Metric = "short_total";
    public const double WindowSeconds = 86_400;

    private const int After = 3600;

    public static readonly ShortIncidents[] All =
    [
        new(0, 60, 240, 20, 0.3, 1, 20, 0),
        new(1, 60, 180, 50, 0.1, 3, 41, 0),
        new(2, 60, 300, 8, 0.9, 1, 3, 0.001),
        new(3, 60, 130, 100, 0.5, 4, 57, 0),
        new(4, 60, 90, 60, 0.2, 2, 31, 0),
        new(5, 45, 200, 30, 0.25, 2, 11, 0),
        new(6, 120, 420, 25, 0.4, 1, 77, 0),
        new(7, 30, 75, 40, 0.6, 3, 5, 0.0005),
        new(8, 20, 150, 12, 0.15, 2, 9, 0),
        new(9, 60, 720, 10, 0.1, 1, 50, 0),
    ];

    public DateTimeOffset Start => AlertHistory.S.AddSeconds(Index * 7);

    public DateTimeOffset End => Start.AddSeconds(Length);

    public double Events => PerSecond * Length;

    public double Failures => Events * Ratio;

    public static void AddTo(MetricHistory history)
    {
        foreach (var incident in All)
        {
            incident.Add(history);
        }
    }

    private void Add(MetricHistory history)
    {
        for (var instance = 0; instance < Instances; instance++)
        {
            var late = (Phase + (instance * Interval / (double)Instances)) % Interval;
            foreach (var code in new[] { "200", "500" })
            {
                var labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["incident"] = Index.ToString(CultureInfo.InvariantCulture), ["instance"] = $"i-{instance}", ["code"] = code };
                history.Add(Metric, labels, Scrapes(late).Select(t => (Start.AddSeconds(t), Count(code, t))));
            }
        }
    }

    private IEnumerable<double> Scrapes(double late)
    {
        for (var t = -WindowSeconds - 1800 + late; t <= Length + After; t += Interval)
        {
            yield return t;
        }
    }

    private double Count(string code, double at)
    {
        var since = at + WindowSeconds + 7200;
        var failed = PerSecond * ((Background * since) + ((Ratio - Background) * Math.Clamp(at, 0, Length)));
        return (code is "500" ? failed : (PerSecond * since) - failed) / Instances;
    }
}
