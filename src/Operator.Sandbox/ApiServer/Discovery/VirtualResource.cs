using System.Text.Json.Nodes;

namespace Operator.Sandbox.ApiServer.Discovery;

/// <summary>A resource that answers to create only and stores nothing.</summary>
internal sealed record VirtualResource(string Group, string Version, string Plural, string Kind)
{
    public JsonObject Plain() => new()
    {
        ["name"] = Plural,
        ["singularName"] = Kind.ToLowerInvariant(),
        ["namespaced"] = false,
        ["kind"] = Kind,
        ["verbs"] = new JsonArray("create"),
    };

    public JsonObject Aggregated() => new()
    {
        ["resource"] = Plural,
        ["responseKind"] = new JsonObject { ["group"] = Group, ["version"] = Version, ["kind"] = Kind },
        ["scope"] = "Cluster",
        ["singularResource"] = Kind.ToLowerInvariant(),
        ["verbs"] = new JsonArray("create"),
    };
}
