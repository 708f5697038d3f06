using System.Text.Json.Nodes;

namespace Operator.Install.Tests.Clusters;

/// <summary>The pods of one Deployment, as processes.</summary>
public sealed class Deployed : IAsyncDisposable
{
    private readonly Cluster _cluster;
    private readonly string _template;
    private readonly ReplicaSet _replicaSet;
    private readonly IReadOnlyList<PodProgram> _pods;

    private Deployed(Cluster cluster, string template, ReplicaSet replicaSet, IReadOnlyList<PodProgram> pods) =>
        (_cluster, _template, _replicaSet, _pods) = (cluster, template, replicaSet, pods);

    /// <summary>Starts them; null while something that they need is missing.</summary>
    public static async Task<Deployed?> StartAsync(Cluster cluster, JsonObject deployment)
    {
        var pods = new List<PodProgram>();
        for (var i = 0; i < Replicas(deployment); i++)
        {
            var pod = deployment["spec"]!["template"]!.DeepClone().AsObject();
            pod["metadata"]!["namespace"] = deployment["metadata"]!["namespace"]!.DeepClone();
            if (await PodProgram.CreateAsync(cluster, pod) is not { } program)
            {
                return null;
            }

            program.Start();
            pods.Add(program);
        }

        return new Deployed(cluster, Template(deployment), await ReplicaSet.CreateAsync(cluster, deployment), pods);
    }

    /// <summary>Whether the Deployment asks for other pods than these.</summary>
    public bool Differs(JsonObject deployment) => Template(deployment) != _template;

    /// <summary>Writes what a Deployment's status says of them, if it says something else.</summary>
    public async Task ReportAsync(JsonObject deployment)
    {
        var ready = 0;
        foreach (var pod in _pods)
        {
            ready += await pod.IsReadyAsync() ? 1 : 0;
        }

        var isReady = ready == _pods.Count;
        var status = new JsonObject
        {
            ["observedGeneration"] = deployment["metadata"]!["generation"]!.DeepClone(),
            ["replicas"] = _pods.Count,
            ["updatedReplicas"] = _pods.Count,
            ["readyReplicas"] = ready,
            ["availableReplicas"] = ready,
            ["unavailableReplicas"] = _pods.Count - ready,
            ["conditions"] = new JsonArray(Condition("Available", isReady, "MinimumReplicasAvailable"), Condition("Progressing", true, isReady ? "NewReplicaSetAvailable" : "ReplicaSetUpdated")),
        };
        var last = deployment["status"];
        if (last?["observedGeneration"]?.ToJsonString() != status["observedGeneration"]!.ToJsonString() || ((int?)last?["readyReplicas"] ?? 0) != ready)
        {
            await _replicaSet.ReportAsync(_cluster, _pods.Count, ready);
            await _cluster.SendAsync(HttpMethod.Patch, $"/apis/apps/v1/namespaces/{deployment["metadata"]!["namespace"]}/deployments/{deployment["metadata"]!["name"]}/status", new JsonObject { ["status"] = status });
        }
    }

    /// <summary>Ends the pods, and removes what stood for them.</summary>
    public async Task RemoveAsync()
    {
        await DisposeAsync();
        await _replicaSet.DeleteAsync(_cluster);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var pod in _pods)
        {
            await pod.StopAsync();
            pod.Dispose();
        }
    }

    private static JsonObject Condition(string type, bool status, string reason) =>
        new() { ["type"] = type, ["status"] = status ? "True" : "False", ["reason"] = reason };

    private static int Replicas(JsonObject deployment) => (int?)deployment["spec"]!["replicas"] ?? 1;

    private static string Template(JsonObject deployment) => $"{Replicas(deployment)} {deployment["spec"]!["template"]!.ToJsonString()}";
}
