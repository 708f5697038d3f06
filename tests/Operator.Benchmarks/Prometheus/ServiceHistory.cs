using System.Globalization;

namespace Operator.Benchmarks.Prometheus;

/// <summary>A service whose counters are written as blocks of a Prometheus, once for all benchmarks of a machine.</summary>
/// <param name="Name">The name of its directory.</param>
/// <param name="Series">How many series it has at a time: half of them successes, half failures.</param>
/// <param name="IntervalSeconds">The distance of scrapes.</param>
/// <param name="Days">How many days there are before the incident.</param>
/// <param name="LifeSeconds">How long a pod lives on average; null for ever.</param>
internal sealed record ServiceHistory(string Name, int Series, double IntervalSeconds, int Days, double? LifeSeconds = null)
{
    public const double Objective = 99.5;

    public static readonly DateTimeOffset End = new(2025, 12, 14, 7, 12, 7, TimeSpan.Zero);

    private const double PerSecond = 2;
    private const double BaseRatio = 0.0002;
    private static readonly TimeSpan Incident = TimeSpan.FromMinutes(18);

    public static string Errors => "r{code=\"500\"}";

    public static string Total => "r";

    /// <summary>The blocks; written when they are not there yet.</summary>
    public async Task<string> BlocksAsync(CancellationToken cancellationToken)
    {
        var directory = Path.Combine(Path.GetTempPath(), "postmortem-benchmark", Name);
        if (Directory.Exists(directory))
        {
            return directory;
        }

        var file = directory + ".om";
        Directory.CreateDirectory(Path.GetDirectoryName(directory)!);
        await using (var writer = new StreamWriter(file) { NewLine = "\n" })
        {
            Write(writer);
        }

        await ChildProcess.RunAsync("/usr/bin/promtool", ["tsdb", "create-blocks-from", "openmetrics", "--max-block-duration=2000h", "--quiet", file, directory + ".part"], cancellationToken);
        File.Delete(file);
        Directory.Move(directory + ".part", directory);
        return directory;
    }

    private void Write(StreamWriter writer)
    {
        var random = new Random(20251214);
        var (first, last) = (End.AddDays(-Days - 0.1).ToUnixTimeMilliseconds(), End.AddHours(1).ToUnixTimeMilliseconds());
        writer.WriteLine("# TYPE r unknown");
        var pods = 0;
        for (var slot = 0; slot < Series / 2; slot++)
        {
            for (var begins = first; begins < last;)
            {
                var life = LifeSeconds is { } seconds ? (long)(Math.Max(600, -Math.Log(1 - random.NextDouble()) * seconds) * 1000) : long.MaxValue / 2;
                var restarts = LifeSeconds is not null && random.NextDouble() < 0.5 ? begins + (life / 2) : long.MaxValue;
                WritePod(writer, random, pods++, begins, Math.Min(last, begins + life), restarts);
                begins += life;
            }
        }

        writer.WriteLine("# EOF");
    }

    // Successes first, then failures: samples of a series must follow each other.
    private void WritePod(StreamWriter writer, Random random, int pod, long begins, long ends, long restarts)
    {
        var phase = (long)(random.NextDouble() * IntervalSeconds * 1000);
        var failures = new List<(long At, double Value)>();
        var (good, bad, last) = (0.0, 0.0, begins);
        for (var at = begins + phase; at < ends; at += (long)(IntervalSeconds * 1000))
        {
            if (last < restarts && at >= restarts)
            {
                (good, bad) = (0, 0);
            }

            var events = PerSecond * (at - last) / 1000;
            var errors = events * Ratio(at);
            var whole = Math.Floor(errors) + (random.NextDouble() < errors - Math.Floor(errors) ? 1 : 0);
            (good, bad, last) = (good + Math.Round(events) - whole, bad + whole, at);
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"r{{instance=\"pod-{pod}\",code=\"200\"}} {good} {at / 1000m:0.000}"));
            failures.Add((at, bad));
        }

        foreach (var (at, value) in failures.SkipWhile(f => LifeSeconds is not null && f.Value <= 0))
        {
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"r{{instance=\"pod-{pod}\",code=\"500\"}} {value} {at / 1000m:0.000}"));
        }
    }

    // Four other incidents, two hours altogether, and the one that is measured.
    private double Ratio(long at)
    {
        var before = End.ToUnixTimeMilliseconds() - at;
        var day = 86_400_000.0;
        return before >= 0 && before < Incident.TotalMilliseconds ? 0.1
            : Enumerable.Range(1, 4).Any(i => Math.Abs(before - (i * Days * day / 5)) < 900_000) ? 0.25
            : BaseRatio;
    }
}
