using System.Globalization;
using System.Text.RegularExpressions;

namespace Operator.Benchmarks.Cluster;

/// <summary>Ten thousand resources at rest: memory, processor time, and the time a new process takes until it has seen them all.</summary>
internal static partial class ScaleBenchmark
{
    private const int Resources = 10_000;
    private const double MoreMiB = 30;
    private const double TotalMiB = 150;
    private const double IdlePercent = 1;
    private const double StartRatio = 3;
    private const int Starts = 5;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);

    public static async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var program = await PublishedPrograms.PublishOperatorAsync(cancellationToken);
        await using var sandbox = await SandboxProcess.StartAsync(cancellationToken);
        using var workload = new Workload(sandbox);
        var verdict = new Verdict(Console.Out);
        var kubeconfig = sandbox.KubeconfigPath;
        await MemoryAsync(program, workload, kubeconfig, verdict, cancellationToken);
        await StartsAsync(program, workload, sandbox.Url, kubeconfig, verdict, cancellationToken);
        return verdict.Passed;
    }

    private static async Task MemoryAsync(string program, Workload workload, string kubeconfig, Verdict verdict, CancellationToken cancellationToken)
    {
        await using var running = OperatorProcess.Start(program, kubeconfig);
        await running.ReadyAsync(workload.Client, cancellationToken);
        await Task.Delay(Settle, TimeProvider.System, cancellationToken);
        var idle = running.Process.ResidentMiB;
        await workload.CreateAsync("many", Resources, cancellationToken);
        await workload.ReadyAsync("many", Resources, cancellationToken);
        await Task.Delay(Settle, TimeProvider.System, cancellationToken);
        var full = running.Process.ResidentMiB;
        verdict.Figure("memory of the idle operator", idle, "MiB");
        verdict.AtMost($"memory with {Resources} resources at rest", full, TotalMiB, "MiB");
        verdict.AtMost("difference", full - idle, MoreMiB, "MiB");

        var before = running.Process.ProcessorTime;
        await Task.Delay(Idle, TimeProvider.System, cancellationToken);
        verdict.AtMost("processor at rest", (running.Process.ProcessorTime - before) / Idle * 100, IdlePercent, "% of a core");
    }

    private static async Task StartsAsync(string program, Workload workload, Uri server, string kubeconfig, Verdict verdict, CancellationToken cancellationToken)
    {
        var lister = await PublishedPrograms.PublishListerAsync(cancellationToken);
        var listing = new Samples();
        var samples = await Interleaved.RunAsync(
            Starts,
            1,
            cancellationToken,
            async () => listing.Add(await StartAsync(program, workload, kubeconfig, cancellationToken)),
            () => ChildProcess.RunAsync(lister, [server.ToString()], cancellationToken),
            () => PagedList.ReadAsync(workload.Client, server));
        verdict.Figure("start of the operator until all are seen, median", samples[0].Median, "ms");
        verdict.Figure("a program that does the bare paged list and ends, median", samples[1].Median, "ms");
        verdict.AtMost("ratio of the medians, process to process", samples[0].Median / samples[1].Median, StartRatio, "");
        verdict.Figure("operator's first request until all are seen, median", listing.Median, "ms");
        verdict.Figure("bare paged list in a warm process, median", samples[2].Median, "ms");
        verdict.AtMost("ratio of the medians, list to list", listing.Median / samples[2].Median, StartRatio, "");
        verdict.Figure("start of the operator to the list in a warm process", samples[0].Median / samples[2].Median, "");
    }

    /// <summary>Starts the operator and waits until it is ready.</summary>
    /// <returns>How long its lists took by its own account, in milliseconds.</returns>
    private static async Task<double> StartAsync(string program, Workload workload, string kubeconfig, CancellationToken cancellationToken)
    {
        ChildProcess process;
        await using (var running = OperatorProcess.Start(program, kubeconfig, keepOutput: true))
        {
            await running.ReadyAsync(workload.Client, cancellationToken);
            process = running.Process;
        }

        return Listed().Matches(await process.Output).Max(m => TimeSpan.Parse(m.Groups["elapsed"].Value, CultureInfo.InvariantCulture).TotalMilliseconds);
    }

    // The lists are read side by side: the longest is the whole.
    [GeneratedRegex("Listed [0-9]+ [^ ]+ at version [0-9]+ in (?<elapsed>[0-9:.]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Listed();
}
