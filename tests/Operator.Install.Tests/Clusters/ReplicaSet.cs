using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Operator.Install.Tests.Clusters;

/// <summary>The ReplicaSet of a Deployment's template: Helm 3 looks there for pods that are ready.</summary>
public sealed class ReplicaSet
{
    private readonly string _collection;
    private readonly string _name;

    private ReplicaSet(string collection, string name) => (_collection, _name) = (collection, name);

    public static async Task<ReplicaSet> CreateAsync(Cluster cluster, JsonObject deployment)
    {
        var (metadata, spec) = (deployment["metadata"]!, deployment["spec"]!);
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(spec["template"]!.ToJsonString())))[..8];
        var set = new ReplicaSet($"/apis/apps/v1/namespaces/{metadata["namespace"]}/replicasets", $"{metadata["name"]}-{digest}");
        var body = new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "ReplicaSet",
            ["metadata"] = new JsonObject
            {
                ["name"] = set._name,
                ["labels"] = spec["template"]!["metadata"]!["labels"]!.DeepClone(),
                ["ownerReferences"] = new JsonArray(new JsonObject
                {
                    ["apiVersion"] = "apps/v1",
                    ["kind"] = "Deployment",
                    ["name"] = metadata["name"]!.DeepClone(),
                    ["uid"] = metadata["uid"]!.DeepClone(),
                    ["controller"] = true,
                }),
            },
            ["spec"] = new JsonObject { ["replicas"] = spec["replicas"]?.DeepClone(), ["selector"] = spec["selector"]!.DeepClone(), ["template"] = spec["template"]!.DeepClone() },
        };
        await cluster.SendAsync(HttpMethod.Post, set._collection, body);
        return set;
    }

    public Task ReportAsync(Cluster cluster, int replicas, int ready) => cluster.SendAsync(
        HttpMethod.Patch, $"{_collection}/{_name}/status", new JsonObject { ["status"] = new JsonObject { ["observedGeneration"] = 1, ["replicas"] = replicas, ["readyReplicas"] = ready, ["availableReplicas"] = ready } });

    public Task DeleteAsync(Cluster cluster) => cluster.SendAsync(HttpMethod.Delete, $"{_collection}/{_name}", null);
}
