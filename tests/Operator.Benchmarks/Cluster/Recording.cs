namespace Operator.Benchmarks.Cluster;

/// <summary>What the operator asks of the API server for one new resource, and the watches that it keeps open.</summary>
/// <param name="Name">The resource.</param>
/// <param name="Uid">Its uid.</param>
/// <param name="Requests">The requests, in order.</param>
/// <param name="Watches">The watches.</param>
internal sealed record Recording(string Name, string Uid, IReadOnlyList<RecordedRequest> Requests, IReadOnlyList<RecordedRequest> Watches)
{
    public static async Task<Recording> TakeAsync(string program, CancellationToken cancellationToken)
    {
        await using var sandbox = await SandboxProcess.StartAsync(cancellationToken);
        await using var proxy = await RecordingProxy.StartAsync(sandbox.Url, cancellationToken);
        await using var operatorProcess = OperatorProcess.Start(program, sandbox.KubeconfigFor(proxy.Url));
        using var workload = new Workload(sandbox);
        await operatorProcess.ReadyAsync(workload.Client, cancellationToken);
        await workload.CreateAsync("recorded", 1, cancellationToken);
        await workload.ReadyAsync("recorded", 1, cancellationToken);
        // Events are sent in the background, after the status.
        var name = Workload.Name("recorded", 0);
        await Until.TrueAsync(() => Task.FromResult(About(proxy, name).Any(r => r.Target.Contains("/events", StringComparison.Ordinal))), "an event is sent", cancellationToken);
        var uid = (await workload.UidsAsync(cancellationToken))[name];
        return new(name, uid, [.. About(proxy, name)], [.. proxy.Requests.Where(r => r.IsWatch).DistinctBy(r => r.Target, StringComparer.Ordinal)]);
    }

    private static IEnumerable<RecordedRequest> About(RecordingProxy proxy, string name) =>
        proxy.Requests.Where(r => !r.IsWatch && (r.Target.Contains(name, StringComparison.Ordinal) || r.Body.Contains(name, StringComparison.Ordinal)));
}
