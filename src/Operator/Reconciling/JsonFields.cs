using System.Text.Json;

namespace Operator.Reconciling;

/// <summary>Fields of JSON objects that no type of ours describes.</summary>
internal static class JsonFields
{
    /// <summary>The value of an object's field; null when it is missing or null.</summary>
    public static JsonElement? Field(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
