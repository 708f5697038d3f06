using System.Diagnostics;
using System.Globalization;
using Operator.Testing.Clusters;

namespace Operator.Benchmarks.Cluster;

/// <summary>
/// One, two and ten thousand resources with the operator's default flags: how long it takes from a start until all of them are Ready for the
/// first time, memory after that, and what a restart takes that finds them all done, with its scrapes. On kube-apiserver where it is installed, else on the sandbox.
/// </summary>
internal static class GrowthBenchmark
{
    private static readonly int[] Sizes = [1_000, 2_000, 10_000];
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(20);

    public static async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var program = await PublishedPrograms.PublishOperatorAsync(cancellationToken);
        var binaries = KubeApiServerBinaries.Find();
        var verdict = new Verdict(Console.Out);
        foreach (var size in Sizes)
        {
            ITestCluster cluster = binaries is null ? await SandboxProcess.StartAsync(cancellationToken) : await KubeApiServer.StartAsync(binaries, cancellationToken);
            await using (cluster)
            {
                await MeasureAsync(program, cluster, size, $"{(binaries is null ? "sandbox" : "kube-apiserver")}, {size:N0}", verdict, cancellationToken);
            }
        }

        return verdict.Passed;
    }

    private static async Task MeasureAsync(string program, ITestCluster cluster, int size, string name, Verdict verdict, CancellationToken cancellationToken)
    {
        using var workload = new Workload(cluster);
        await workload.CreateAsync("new", size, cancellationToken);
        await using (var running = OperatorProcess.Start(program, cluster.KubeconfigPath))
        {
            var watch = Stopwatch.StartNew();
            await running.ReadyAsync(workload.Client, cancellationToken);
            await workload.ReadyAsync("new", size, cancellationToken);
            verdict.Figure($"{name}: new resources to Ready", size / watch.Elapsed.TotalSeconds, "resources/s");
            verdict.Figure($"{name}: processor time per resource", (running.Process.ProcessorTime / size).TotalMilliseconds, "ms");
            await Task.Delay(Settle, TimeProvider.System, cancellationToken);
            verdict.Figure($"{name}: memory after that", running.Process.ResidentMiB, "MiB");
        }

        var restart = Stopwatch.StartNew();
        await using var restarted = OperatorProcess.Start(program, cluster.KubeconfigPath);
        await restarted.ReadyAsync(workload.Client, cancellationToken);
        verdict.Figure($"{name}: start until all are seen", restart.Elapsed.TotalMilliseconds, "ms");
        var scrape = "";
        await Until.TrueAsync(
            async () => Sum(scrape = await workload.Client.GetStringAsync(restarted.Metrics, cancellationToken), "controller_runtime_reconcile_total") >= size && Sum(scrape, "workqueue_depth") == 0,
            "every resource was looked at",
            cancellationToken);
        verdict.Figure($"{name}: restart until every resource was looked at", restart.Elapsed.TotalMilliseconds, "ms");
        verdict.Figure($"{name}: requests of the restart", Sum(scrape, "rest_client_requests_total"), "");
        await Task.Delay(Settle, TimeProvider.System, cancellationToken);
        verdict.Figure($"{name}: memory after the restart", restarted.Process.ResidentMiB, "MiB");
        restart.Restart();
        scrape = await workload.Client.GetStringAsync(restarted.Metrics, cancellationToken);
        verdict.Figure($"{name}: time of a scrape", restart.Elapsed.TotalMilliseconds, "ms");
        verdict.Figure($"{name}: size of a scrape", scrape.Length / 1024.0 / 1024.0, "MiB");
        verdict.Figure($"{name}: size of a scrape without perIncident", scrape.Split('\n').Where(l => !l.Contains("incident_name=", StringComparison.Ordinal)).Sum(l => l.Length + 1) / 1024.0, "KiB");
        verdict.Figure($"{name}: memory after scrapes", restarted.Process.ResidentMiB, "MiB");
    }

    /// <summary>The sum over the series of a metric.</summary>
    private static double Sum(string scrape, string metric) => scrape.Split('\n')
        .Where(l => l.StartsWith(metric + "{", StringComparison.Ordinal))
        .Sum(l => double.Parse(l[(l.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
}
