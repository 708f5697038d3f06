using System.Text.Json.Nodes;

namespace Operator.Install.Tests.Clusters;

/// <summary>
/// What a cluster does with what is deployed, as far as these tests need it: the pods of Deployments run as processes with the token of
/// their account, and a Deployment's status says whether they are ready; a pod of its own runs to its end; a namespace that is deleted goes.
/// </summary>
public sealed class Node : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly Cluster _cluster;
    private readonly Dictionary<string, Deployed> _deployed = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;

    public Node(Cluster cluster)
    {
        _cluster = cluster;
        _work = Task.Run(WorkAsync);
    }

    /// <summary>Why it no longer works; null while it does.</summary>
    public string? Failure => _work.Exception?.GetBaseException().Message;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _work;
        }
        finally
        {
            foreach (var deployed in _deployed.Values)
            {
                await deployed.DisposeAsync();
            }

            _stop.Dispose();
        }
    }

    private async Task WorkAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            await DeployAsync(await ItemsAsync("/apis/apps/v1/deployments"));
            foreach (var pod in (await ItemsAsync("/api/v1/pods")).Where(p => (string?)p["status"]!["phase"] == "Pending"))
            {
                await RunAsync(pod);
            }

            foreach (var ns in (await ItemsAsync("/api/v1/namespaces")).Where(n => n["metadata"]!["deletionTimestamp"] is not null))
            {
                ns["apiVersion"] = "v1";
                ns["kind"] = "Namespace";
                ns["spec"] = new JsonObject();
                await _cluster.SendAsync(HttpMethod.Put, $"/api/v1/namespaces/{ns["metadata"]!["name"]}/finalize", ns);
            }

            await Task.Delay(Interval, TimeProvider.System, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task DeployAsync(IReadOnlyList<JsonObject> deployments)
    {
        var wanted = deployments.ToDictionary(Key, StringComparer.Ordinal);
        foreach (var (key, deployed) in _deployed.Where(d => !wanted.TryGetValue(d.Key, out var now) || d.Value.Differs(now)).ToList())
        {
            _deployed.Remove(key);
            await deployed.RemoveAsync();
        }

        foreach (var (key, deployment) in wanted)
        {
            if (!_deployed.TryGetValue(key, out var deployed))
            {
                deployed = await Deployed.StartAsync(_cluster, deployment);
                if (deployed is null)
                {
                    continue;
                }

                _deployed.Add(key, deployed);
            }

            await deployed.ReportAsync(deployment);
        }
    }

    private async Task RunAsync(JsonObject pod)
    {
        using var program = await PodProgram.CreateAsync(_cluster, pod);
        if (program is not null)
        {
            var (exitCode, log) = await program.RunAsync();
            var status = new JsonObject { ["phase"] = exitCode == 0 ? "Succeeded" : "Failed", ["message"] = log };
            await _cluster.SendAsync(HttpMethod.Patch, $"/api/v1/namespaces/{pod["metadata"]!["namespace"]}/pods/{pod["metadata"]!["name"]}/status", new JsonObject { ["status"] = status });
        }
    }

    private async Task<IReadOnlyList<JsonObject>> ItemsAsync(string path) =>
        [.. (await _cluster.FindAsync(path))!["items"]!.AsArray().Select(i => i!.DeepClone().AsObject())];

    private static string Key(JsonObject resource) => $"{resource["metadata"]!["namespace"]}/{resource["metadata"]!["name"]}";
}
