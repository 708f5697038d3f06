using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer.Json;
using Operator.Sandbox.ApiServer.Storage;

namespace Operator.Sandbox.ApiServer.Resources;

/// <summary>Custom resources count generations, and keep no order of keys; between versions only <c>apiVersion</c> is converted.</summary>
internal sealed class CustomResourceStrategy(string servedVersion, string storedVersion) : ResourceStrategy
{
    private readonly bool _same = string.Equals(servedVersion, storedVersion, StringComparison.Ordinal);

    public override bool AllowsUnconditionalUpdate => false;

    public override bool HasGeneration => true;

    public override JsonObject ToStorage(JsonObject value) => WithVersion(value.Sorted(), storedVersion);

    public override JsonObject FromStorage(JsonObject value) => WithVersion(value, servedVersion);

    public override byte[] Encode(StoredObject stored) => _same ? stored.Json : FromStorage(stored.ToNode()).ToUtf8();

    private static JsonObject WithVersion(JsonObject value, string version)
    {
        value["apiVersion"] = version;
        return value;
    }
}
