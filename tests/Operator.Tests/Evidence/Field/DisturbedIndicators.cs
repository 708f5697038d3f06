using System.Globalization;
using Operator.Tests.Evidence.Alerts;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Field;

/// <summary>Services whose samples were disturbed on their way: lost, written by clocks that go wrong, and doubled by replicas. Times are seconds from S.</summary>
internal sealed record DisturbedIndicators(int Seed, int Interval, int Length, double PerSecond, double Ratio, int Instances)
{
    public const int Seeds = 24;
    public const string Metric = "disturbed_total";

    private const int WindowSeconds = 86_400;
    private const int After = 3600;

    public DateTimeOffset Start => AlertHistory.S.AddSeconds(Seed * 7 % 60);

    public DateTimeOffset End => Start.AddSeconds(Length);

    public double Events => PerSecond * Length;

    public double Failures => Events * Ratio;

    public double Window => WindowSeconds;

    /// <summary>What is done to the samples of a seed: one thing after the other, and all of them.</summary>
    public bool LosesSamples => Seed % 4 is 0 or 3;

    public bool HasSkew => Seed % 4 is 1 or 3;

    public bool HasReplicas => Seed % 4 is 2 or 3;

    public static DisturbedIndicators Of(int seed)
    {
        var random = new Random(seed);
        return new DisturbedIndicators(
            seed,
            random.Next(3) switch { 0 => 10, 1 => 15, _ => 30 },
            60 * random.Next(30, 61),
            random.Next(2, 100),
            random.Next(3, 60) / 100.0,
            random.Next(1, 4));
    }

    public static void AddTo(MetricHistory history)
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            Of(seed).Add(history);
        }
    }

    private void Add(MetricHistory history)
    {
        var random = new Random(1000 + Seed);
        for (var instance = 0; instance < Instances; instance++)
        {
            foreach (var replica in HasReplicas ? new[] { "a", "b" } : [""])
            {
                // One process is scraped at one moment, whatever the number of its series.
                var skew = HasSkew ? random.Next(-1000, 1001) : 0;
                var shift = random.Next(0, Interval * 1000);
                var scrapes = new List<(DateTimeOffset At, double Seconds)>();
                for (var t = -WindowSeconds - 1800; t <= Length + After; t += Interval)
                {
                    if (!LosesSamples || random.NextDouble() >= 0.2)
                    {
                        // The clock that stamps a sample is off by up to a second from the one by which events happen.
                        var jitter = HasSkew ? random.Next(-200, 201) : 0;
                        scrapes.Add((Start.AddMilliseconds((t * 1000) + shift + skew + jitter), t + (shift / 1000.0)));
                    }
                }

                foreach (var code in new[] { "200", "500" })
                {
                    var labels = new Dictionary<string, string>(StringComparer.Ordinal)
                    {
                        ["seed"] = Seed.ToString(CultureInfo.InvariantCulture),
                        ["instance"] = $"i-{instance}",
                        ["code"] = code,
                    };
                    if (replica.Length > 0)
                    {
                        labels["prometheus_replica"] = replica;
                    }

                    history.Add(Metric, labels, scrapes.Select(s => (s.At, Math.Floor(Count(code, s.Seconds)))));
                }
            }
        }
    }

    private double Count(string code, double at)
    {
        var failed = PerSecond * Ratio * Math.Clamp(at, 0, Length) / Instances;
        return code is "500" ? failed : (PerSecond * (at + WindowSeconds + 7200) / Instances) - failed;
    }
}
