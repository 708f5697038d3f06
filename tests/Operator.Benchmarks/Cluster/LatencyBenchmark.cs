using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;

namespace Operator.Benchmarks.Cluster;

/// <summary>
/// From the watch's event to the start of the reconcile, one at a time on an idle operator. The start is the reconciler's first
/// request for the resource, so a trip over loopback is in it.
/// </summary>
internal static class LatencyBenchmark
{
    private const double LimitMilliseconds = 5;
    private const int Events = 400;
    private const int Warmup = 100;
    private const int Resources = 20;

    public static async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var program = await PublishedPrograms.PublishOperatorAsync(cancellationToken);
        await using var sandbox = await SandboxProcess.StartAsync(cancellationToken);
        await using var proxy = await RecordingProxy.StartAsync(sandbox.Url, cancellationToken);
        await using var running = OperatorProcess.Start(program, sandbox.KubeconfigFor(proxy.Url));
        using var workload = new Workload(sandbox);
        await running.ReadyAsync(workload.Client, cancellationToken);
        await workload.CreateAsync("quiet", Resources, cancellationToken);
        await workload.ReadyAsync("quiet", Resources, cancellationToken);

        var samples = new Samples();
        for (var i = -Warmup; i < Events; i++)
        {
            var taken = await OnceAsync(proxy, workload, Workload.Name("quiet", (i + Warmup) % Resources), i, cancellationToken);
            if (i >= 0)
            {
                samples.Add(taken.TotalMilliseconds);
            }

            // Long enough for the reconcile to end: each event must find an idle operator.
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
        }

        var verdict = new Verdict(Console.Out);
        verdict.Figure("event to start of reconcile, median", samples.Median, "ms");
        verdict.AtMost("event to start of reconcile, 99th percentile", samples.Percentile(99), LimitMilliseconds, "ms");
        return verdict.Passed;
    }

    private static async Task<TimeSpan> OnceAsync(RecordingProxy proxy, Workload workload, string name, int number, CancellationToken cancellationToken)
    {
        var token = string.Create(CultureInfo.InvariantCulture, $"benchmark-{number}.");
        var passed = 0L;
        var arrived = Channel.CreateUnbounded<long>();
        proxy.WatchEventPassed = (text, at) =>
        {
            if (text.Contains(token, StringComparison.Ordinal))
            {
                Interlocked.CompareExchange(ref passed, at, 0);
            }
        };
        proxy.RequestArrived = (method, target, at) =>
        {
            if (method == "GET" && target.EndsWith("/" + name, StringComparison.Ordinal) && Interlocked.Read(ref passed) != 0)
            {
                arrived.Writer.TryWrite(at);
            }
        };
        await workload.TouchAsync(name, token, cancellationToken);
        var start = await arrived.Reader.ReadAsync(cancellationToken);
        return Stopwatch.GetElapsedTime(Interlocked.Read(ref passed), start);
    }
}
