using Operator.Benchmarks;
using Operator.Benchmarks.Cluster;
using Operator.Benchmarks.Prometheus;
using Operator.Benchmarks.Publishing;

var benchmarks = new Dictionary<string, (string Purpose, Func<CancellationToken, Task<bool>> Run)>(StringComparer.Ordinal)
{
    ["prometheus"] = ("what a collection costs a real Prometheus, against two naive queries", PrometheusBenchmark.RunAsync),
    ["series"] = ("memory of `render` when a source answers with 10 000 series, against 10", SeriesBenchmark.RunAsync),
    ["reconcile"] = ("1 000 new resources to Ready, against a bare loop of the same requests", ReconcileBenchmark.RunAsync),
    ["scale"] = ("10 000 resources at rest: memory, processor, and a start against a bare list", ScaleBenchmark.RunAsync),
    ["growth"] = ("1 000, 2 000 and 10 000 new resources: throughput, memory and a start", GrowthBenchmark.RunAsync),
    ["publish"] = ("1 000 documents to a Git repository over https, against a script that pushes 25 batches", PublishBenchmark.RunAsync),
    ["repository"] = ("memory and disk of the operator and git with a repository of 1 GiB, against an empty one", RepositoryBenchmark.RunAsync),
    ["latency"] = ("from a watch's event to the start of the reconcile", LatencyBenchmark.RunAsync),
};

if (args.Length == 0 || !Array.TrueForAll(args, benchmarks.ContainsKey))
{
    await Console.Error.WriteLineAsync("usage: Operator.Benchmarks NAME...");
    foreach (var (key, (purpose, _)) in benchmarks)
    {
        await Console.Error.WriteLineAsync($"  {key,-10} {purpose}");
    }

    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stop.Cancel();
};
var passed = true;
foreach (var name in args)
{
    Machine.Print(Console.Out);
    passed &= await benchmarks[name].Run(stop.Token);
}

return passed ? 0 : 1;
