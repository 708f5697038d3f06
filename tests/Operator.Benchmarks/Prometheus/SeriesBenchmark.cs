using System.Reflection;

namespace Operator.Benchmarks.Prometheus;

/// <summary>A query that somebody forgot to aggregate must cost an error message, not the pod's memory.</summary>
internal static class SeriesBenchmark
{
    private const int Few = 10;
    private const int Many = 10_000;
    private const int Rounds = 5;

    // What one answer may take in buffers before the cap ends it; measured runs differ by 10 to 20 MiB on their own.
    private const double LimitMiB = 32;

    public static async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        await using var few = await WideSource.StartAsync(Few, cancellationToken);
        await using var many = await WideSource.StartAsync(Many, cancellationToken);
        var (peakOfFew, peakOfMany) = (new Samples(), new Samples());
        var message = "";
        for (var i = 0; i < Rounds; i++)
        {
            peakOfFew.Add((await PeakAsync(few.Url, cancellationToken)).MiB);
            (var peak, message) = await PeakAsync(many.Url, cancellationToken);
            peakOfMany.Add(peak);
        }

        var verdict = new Verdict(Console.Out);
        verdict.Figure($"peak memory, {Few} series, median", peakOfFew.Median, "MiB");
        verdict.Figure($"peak memory, {Many} series, median", peakOfMany.Median, "MiB");
        verdict.AtMost("difference", peakOfMany.Median - peakOfFew.Median, LimitMiB, "MiB");
        verdict.Requires("the error names the limit on series", message.Contains("series", StringComparison.Ordinal));
        await Console.Out.WriteLineAsync($"  {message.Split('\n')[0]}");
        return verdict.Passed;
    }

    private static async Task<(double MiB, string Message)> PeakAsync(Uri source, CancellationToken cancellationToken)
    {
        var program = Path.ChangeExtension(Assembly.Load("postmortem-operator").Location, null);
        await using var child = new ChildProcess(program, ["render", Repository.FullSample, "--prometheus-url", source.ToString(), "--now", "2025-12-15T09:00:00Z"]);
        var peak = 0.0;
        while (!child.HasExited)
        {
            // The kernel keeps the high-water mark: a look now and then misses only what the last milliseconds added.
            peak = Math.Max(peak, child.PeakMiB ?? 0);
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, cancellationToken);
        }

        return (peak, await child.Error);
    }
}
