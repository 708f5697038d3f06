using System.Text.Json;
using Operator.Benchmarks.CommandLine;

namespace Operator.Benchmarks.Cluster;

/// <summary>Ten thousand resources at rest: memory, processor time, and the time a new process takes until it has seen them all.</summary>
internal static class ScaleBenchmark
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
        using var workload = new Workload(sandbox.Url);
        var verdict = new Verdict(Console.Out);
        var kubeconfig = sandbox.KubeconfigFor(sandbox.Url);
        await MemoryAsync(program, workload, kubeconfig, verdict, cancellationToken);
        await StartsAsync(program, workload, kubeconfig, verdict, cancellationToken);
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

    private static async Task StartsAsync(string program, Workload workload, string kubeconfig, Verdict verdict, CancellationToken cancellationToken)
    {
        var samples = await Interleaved.RunAsync(
            Starts,
            1,
            cancellationToken,
            () => StartAsync(program, workload, kubeconfig, cancellationToken),
            () => ListAsync(workload.Client, "apis/postmortem.dev/v1alpha1/postmortems?limit=500", cancellationToken));
        verdict.Figure("start of the process until all are seen, median", samples[0].Median, "ms");
        verdict.Figure("bare paged list of the resources, median", samples[1].Median, "ms");
        verdict.AtMost("ratio of the medians", samples[0].Median / samples[1].Median, StartRatio, "");
    }

    private static async Task StartAsync(string program, Workload workload, string kubeconfig, CancellationToken cancellationToken)
    {
        await using var running = OperatorProcess.Start(program, kubeconfig);
        await running.ReadyAsync(workload.Client, cancellationToken);
    }

    private static async Task ListAsync(HttpClient client, string target, CancellationToken cancellationToken)
    {
        string? next = null;
        do
        {
            var page = await client.GetByteArrayAsync(next is null ? target : $"{target}&continue={Uri.EscapeDataString(next)}", cancellationToken);
            next = Continue(page);
        }
        while (!string.IsNullOrEmpty(next));
    }

    private static string? Continue(byte[] page)
    {
        var reader = new Utf8JsonReader(page);
        while (reader.Read())
        {
            if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 } && reader.ValueTextEquals("items"))
            {
                reader.Skip();
            }
            else if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("continue"))
            {
                reader.Read();
                return reader.GetString();
            }
        }

        return null;
    }
}
