using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Operator.Sandbox.ApiServer.Json;

internal static class JsonNodeExtensions
{
    public static JsonObject? ObjectAt(this JsonObject? node, string name) => node?[name] as JsonObject;

    public static JsonArray? ArrayAt(this JsonObject? node, string name) => node?[name] as JsonArray;

    public static string? TextAt(this JsonObject? node, string name) => node?[name].AsText();

    public static string? AsText(this JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    public static bool IsNumber([NotNullWhen(true)] this JsonNode? node) => node?.GetValueKind() == JsonValueKind.Number;

    public static double AsDouble(this JsonNode node) =>
        node.AsLong() ?? node.GetValue<double>();

    public static long? LongAt(this JsonObject? node, string name) => node?[name].AsLong();

    public static long? AsLong(this JsonNode? node)
    {
        if (node is not JsonValue value)
        {
            return null;
        }

        if (value.TryGetValue(out long whole))
        {
            return whole;
        }

        return value.TryGetValue(out int small) ? small : null;
    }

    public static bool FlagAt(this JsonObject? node, string name) =>
        node?[name] is JsonValue value && value.TryGetValue(out bool flag) && flag;

    public static JsonObject ObjectOrNew(this JsonObject node, string name)
    {
        if (node[name] is JsonObject existing)
        {
            return existing;
        }

        var created = new JsonObject();
        node[name] = created;
        return created;
    }

    public static JsonObject Metadata(this JsonObject node) => node.ObjectOrNew("metadata");

    public static JsonObject Copy(this JsonObject node) => (JsonObject)node.DeepClone();

    /// <summary>A copy whose keys are in order, at each depth.</summary>
    public static JsonObject Sorted(this JsonObject node) =>
        new(node.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, SortedCopy(p.Value))));

    /// <summary>Sets or removes the copy of a value: a node has one parent only.</summary>
    public static void SetCopy(this JsonObject node, string name, JsonNode? value)
    {
        if (value is null)
        {
            node.Remove(name);
        }
        else
        {
            node[name] = value.DeepClone();
        }
    }

    public static byte[] ToUtf8(this JsonNode node) => JsonSerializer.SerializeToUtf8Bytes(node, JsonText.Relaxed);

    private static JsonNode? SortedCopy(JsonNode? node) => node switch
    {
        JsonObject fields => fields.Sorted(),
        JsonArray items => new JsonArray([.. items.Select(SortedCopy)]),
        _ => node?.DeepClone(),
    };
}
