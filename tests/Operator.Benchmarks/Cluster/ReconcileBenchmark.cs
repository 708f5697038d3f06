using System.Diagnostics;
using System.Globalization;
using Operator.Testing.Clusters;

namespace Operator.Benchmarks.Cluster;

/// <summary>
/// A thousand new resources to Ready, against a bare loop that sends the same requests with the same concurrency: what remains of
/// the API server's speed once somebody thinks between the requests. On the sandbox, and on kube-apiserver where it is installed.
/// </summary>
internal static class ReconcileBenchmark
{
    private const double Limit = 0.85;
    private const int Resources = 1000;
    private const int Warmup = 300;
    private const int Rounds = 9;

    public static async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var program = await PublishedPrograms.PublishOperatorAsync(cancellationToken);
        var recording = await Recording.TakeAsync(program, cancellationToken);
        foreach (var request in recording.Requests)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  recorded: {request.Method} {request.Target.Split('?')[0]}, {request.Body.Length:N0} characters"));
        }

        var verdict = new Verdict(Console.Out);
        await CompareAsync("sandbox", async () => await SandboxProcess.StartAsync(cancellationToken), program, recording, verdict, cancellationToken);
        if (KubeApiServerBinaries.Find() is { } binaries)
        {
            await CompareAsync("kube-apiserver", () => KubeApiServer.StartAsync(binaries, cancellationToken), program, recording, verdict, cancellationToken);
        }
        else
        {
            Console.WriteLine($"  not on kube-apiserver: {KubeApiServerBinaries.SkipReason}");
        }

        return verdict.Passed;
    }

    private static async Task CompareAsync(
        string server, Func<Task<ITestCluster>> start, string program, Recording recording, Verdict verdict, CancellationToken cancellationToken)
    {
        var (ours, bare, processor, ratio) = (new Samples(), new Samples(), new Samples(), new Samples());
        for (var i = 0; i < Rounds; i++)
        {
            // Who goes first changes, and the two sides of one round are compared: a machine gets faster and slower within minutes.
            var first = i % 2 == 1 ? await BareOnServerAsync() : (double?)null;
            var (speed, milliseconds) = await OperatorOnServerAsync();
            var loop = first ?? await BareOnServerAsync();
            ours.Add(speed);
            bare.Add(loop);
            processor.Add(milliseconds);
            ratio.Add(speed / loop);
        }

        verdict.Figure($"{server}: operator, median", ours.Median, "resources/s");
        verdict.Figure($"{server}: bare loop, median", bare.Median, "resources/s");
        verdict.Figure($"{server}: operator's processor time per reconcile, median", processor.Median, "ms");
        verdict.Figure($"{server}: ratio of the medians", ours.Median / bare.Median, "");
        verdict.AtLeast($"{server}: ratio, median of the rounds", ratio.Median, Limit, "");

        async Task<(double Speed, double Milliseconds)> OperatorOnServerAsync()
        {
            await using var cluster = await start();
            var (seconds, milliseconds) = await OperatorAsync(cluster, program, cancellationToken);
            return (Resources / seconds, milliseconds);
        }

        async Task<double> BareOnServerAsync()
        {
            await using var cluster = await start();
            return Resources / await BareAsync(cluster, recording, cancellationToken);
        }
    }

    private static async Task<(double Seconds, double ProcessorMilliseconds)> OperatorAsync(
        ITestCluster cluster, string program, CancellationToken cancellationToken)
    {
        using var workload = new Workload(cluster);
        await using var running = OperatorProcess.Start(program, cluster.KubeconfigPath);
        await running.ReadyAsync(workload.Client, cancellationToken);
        await workload.CreateAsync("warm", Warmup, cancellationToken);
        await workload.ReadyAsync("warm", Warmup, cancellationToken);

        // Stopped while the resources are made: their making is not what is measured.
        await ChildProcess.RunAsync("kill", ["-STOP", running.Process.Id.ToString(CultureInfo.InvariantCulture)], cancellationToken);
        await workload.CreateAsync("new", Resources, cancellationToken);
        var before = running.Process.ProcessorTime;
        var start = Stopwatch.GetTimestamp();
        await ChildProcess.RunAsync("kill", ["-CONT", running.Process.Id.ToString(CultureInfo.InvariantCulture)], cancellationToken);
        await workload.ReadyAsync("new", Resources, cancellationToken);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return (seconds, (running.Process.ProcessorTime - before).TotalMilliseconds / Resources);
    }

    private static async Task<double> BareAsync(ITestCluster cluster, Recording recording, CancellationToken cancellationToken)
    {
        using var workload = new Workload(cluster);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watches = recording.Watches.Select(watch => DrainAsync(workload.Client, watch.FromNow(), stop.Token)).ToArray();
        await workload.CreateAsync("warm", Warmup, cancellationToken);
        await SendAllAsync(workload, recording, "warm", Warmup, cancellationToken);
        await workload.CreateAsync("new", Resources, cancellationToken);
        var uids = await workload.UidsAsync(cancellationToken);
        var start = Stopwatch.GetTimestamp();
        // Who waits for Ready watches the operator's run too.
        var watcher = workload.ReadyAsync("new", Resources, cancellationToken);
        await SendAllAsync(workload, recording, "new", Resources, cancellationToken, uids);
        await watcher;
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await stop.CancelAsync();
        await Task.WhenAll(watches);
        return seconds;
    }

    private static async Task SendAllAsync(
        Workload workload, Recording recording, string prefix, int count, CancellationToken cancellationToken, IReadOnlyDictionary<string, string>? uids = null)
    {
        uids ??= await workload.UidsAsync(cancellationToken);
        await Parallel.ForAsync(
            0,
            count,
            new ParallelOptions { MaxDegreeOfParallelism = OperatorProcess.Workers, CancellationToken = cancellationToken },
            async (i, token) =>
            {
                var name = Workload.Name(prefix, i);
                foreach (var recorded in recording.Requests)
                {
                    using var request = recorded.For(recording.Name, recording.Uid, name, uids[name]);
                    using var answer = await workload.Client.SendAsync(request, token);
                    if (!answer.IsSuccessStatusCode && !(recorded.Method == "GET" && answer.StatusCode == System.Net.HttpStatusCode.NotFound))
                    {
                        throw new InvalidOperationException($"{recorded.Method} {request.RequestUri}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync(token)}");
                    }

                    await answer.Content.CopyToAsync(Stream.Null, token);
                }
            });
    }

    private static async Task DrainAsync(HttpClient client, RecordedRequest watch, CancellationToken cancellationToken)
    {
        try
        {
            using var request = watch.For("\0", "\0", "", "");
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            await answer.Content.CopyToAsync(Stream.Null, cancellationToken);
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException or IOException)
        {
            // Ends with the measurement.
        }
    }
}
