using System.Text.Json;

namespace Operator.Runtime.Conditions;

/// <summary>
/// Compares JSON by what it means to Kubernetes: an absent member equals null, and a list of objects that are keyed by
/// <c>type</c> or <c>name</c> has no order (the API server may reorder such a list when it merges an apply).
/// </summary>
internal static class SemanticJson
{
    public static bool Equal(JsonElement a, JsonElement b)
    {
        if (a.ValueKind != b.ValueKind)
        {
            return false;
        }

        return a.ValueKind switch
        {
            JsonValueKind.Object => ObjectsEqual(a, b),
            JsonValueKind.Array => ArraysEqual(a, b),
            JsonValueKind.Number => a.GetRawText() == b.GetRawText() || a.GetDouble().Equals(b.GetDouble()),
            JsonValueKind.String => a.ValueEquals(b.GetString()),
            _ => true,
        };
    }

    private static bool ObjectsEqual(JsonElement a, JsonElement b) =>
        Members(a) == Members(b) && a.EnumerateObject().Where(IsPresent).All(m => b.TryGetProperty(m.Name, out var other) && Equal(m.Value, other));

    private static int Members(JsonElement element) => element.EnumerateObject().Count(IsPresent);

    private static bool IsPresent(JsonProperty member) => member.Value.ValueKind != JsonValueKind.Null;

    private static bool ArraysEqual(JsonElement a, JsonElement b)
    {
        if (a.GetArrayLength() != b.GetArrayLength())
        {
            return false;
        }

        foreach (var key in (ReadOnlySpan<string>)["type", "name"])
        {
            if (Keyed(a, key) is { } left && Keyed(b, key) is { } right)
            {
                return left.All(item => right.TryGetValue(item.Key, out var other) && Equal(item.Value, other));
            }
        }

        return a.EnumerateArray().Zip(b.EnumerateArray()).All(pair => Equal(pair.First, pair.Second));
    }

    private static Dictionary<string, JsonElement>? Keyed(JsonElement array, string key)
    {
        var items = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var item in array.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object
                || !item.TryGetProperty(key, out var value)
                || value.ValueKind != JsonValueKind.String
                || !items.TryAdd(value.GetString()!, item))
            {
                return null;
            }
        }

        return items;
    }
}
