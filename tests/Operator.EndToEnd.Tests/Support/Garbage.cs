using System.Text.Json.Nodes;
using Operator.Reconciling;
using Operator.Runtime;
using Operator.Runtime.Client;

namespace Operator.EndToEnd.Tests.Support;

/// <summary>What the garbage collector of the controller manager does, for tests that go on after it; a kube-apiserver alone has none.</summary>
internal static class Garbage
{
    /// <summary>Deletes the ConfigMaps whose PostMortem is gone. The sandbox does it by itself.</summary>
    public static async Task CollectAsync(World world, string ns = "default")
    {
        if (!world.IsOnKubeApiServer)
        {
            return;
        }

        var list = JsonNode.Parse(await Kubectl.RunAsync(world, "get", "configmaps", "--namespace", ns, "-o", "json"))!;
        foreach (var metadata in list["items"]!.AsArray().Select(i => i!["metadata"]!))
        {
            if (metadata["ownerReferences"] is JsonArray owners && !await AnyAsync(world, ns, owners))
            {
                await world.Client.DeleteAsync(ResourceType.ConfigMap, new ObjectKey(ns, (string)metadata["name"]!), null, CancellationToken.None);
            }
        }
    }

    private static async Task<bool> AnyAsync(World world, string ns, JsonArray owners)
    {
        foreach (var owner in owners)
        {
            if ((string?)owner!["kind"] != PostMortemReconciler.PostMortems.Kind || (await world.FindAsync((string)owner["name"]!, ns))?.Uid == (string?)owner["uid"])
            {
                return true;
            }
        }

        return false;
    }
}
