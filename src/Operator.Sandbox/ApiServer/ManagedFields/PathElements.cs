using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer.Json;
using Operator.Sandbox.ApiServer.Schemas;

namespace Operator.Sandbox.ApiServer.ManagedFields;

/// <summary>The elements that paths of fields are made of.</summary>
internal static class PathElements
{
    public static string Field(string name) => $"f:{name}";

    /// <summary>The element that stands for an item of a list map or set.</summary>
    public static string Item(JsonNode? item, StructuralSchema list)
    {
        if (!list.IsListMap)
        {
            return $"v:{item?.ToJsonString(JsonText.Relaxed) ?? "null"}";
        }

        var key = new JsonObject();
        foreach (var name in list.ListMapKeys.Order(StringComparer.Ordinal))
        {
            key[name] = ((item as JsonObject)?[name] ?? list.Items?.Member(name)?.Default)?.DeepClone();
        }

        return $"k:{key.ToJsonString(JsonText.Relaxed)}";
    }

    /// <summary>A list whose items are owned one by one.</summary>
    public static bool IsAssociative(StructuralSchema? schema) => schema is { IsListMap: true } or { IsListSet: true };

    /// <summary>As conflicts print it: <c>.spec.slos[name="a"].objective</c>.</summary>
    public static string Show(IEnumerable<string> path) => string.Concat(path.Select(Show));

    private static string Show(string element) => element[0] switch
    {
        'f' => $".{element[2..]}",
        'k' => $"[{string.Join(',', JsonDecoder.DecodeObject(System.Text.Encoding.UTF8.GetBytes(element[2..])).Select(p => $"{p.Key}={p.Value?.ToJsonString(JsonText.Relaxed)}"))}]",
        _ => $"[={element[2..]}]",
    };
}
