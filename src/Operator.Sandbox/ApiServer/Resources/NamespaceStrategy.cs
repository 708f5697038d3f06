using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer.Json;

namespace Operator.Sandbox.ApiServer.Resources;

internal sealed class NamespaceStrategy : ResourceStrategy
{
    private const string NameLabel = "kubernetes.io/metadata.name";

    public override void PrepareForCreate(JsonObject value)
    {
        value["spec"] = new JsonObject { ["finalizers"] = new JsonArray("kubernetes") };
        value["status"] = new JsonObject { ["phase"] = "Active" };
        Label(value);
    }

    public override void PrepareForUpdate(JsonObject value, JsonObject old)
    {
        value.SetCopy("spec", old["spec"]);
        Label(value);
    }

    private static void Label(JsonObject value) => value.Metadata().ObjectOrNew("labels")[NameLabel] = value.Metadata().TextAt("name");
}
