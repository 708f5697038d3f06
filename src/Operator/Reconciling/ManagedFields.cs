using System.Text.Json;
using Operator.Api.Json;

namespace Operator.Reconciling;

/// <summary>Reads the record of who manages which field (<c>metadata.managedFields</c>), which also names fields that an answer does not have.</summary>
internal static class ManagedFields
{
    private const string FieldPrefix = "f:";
    private const string KeyPrefix = "k:";

    /// <summary>The fields of a spec that somebody manages and that are not there, each as the names on the way to it.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Missing(JsonElement resource)
    {
        if (resource.Field("metadata")?.Field("managedFields") is not { ValueKind: JsonValueKind.Array } managers || resource.Field("spec") is not { } spec)
        {
            return [];
        }

        var missing = new List<IReadOnlyList<string>>();
        foreach (var manager in managers.EnumerateArray())
        {
            if (manager.Field("fieldsV1")?.Field("f:spec") is { } fields)
            {
                Collect(fields, spec, ["spec"], missing);
            }
        }

        return missing;
    }

    /// <summary>When somebody last changed the spec; null where the record does not say.</summary>
    public static DateTimeOffset? LastChanged(JsonElement resource)
    {
        if (resource.Field("metadata")?.Field("managedFields") is not { ValueKind: JsonValueKind.Array } managers)
        {
            return null;
        }

        DateTimeOffset? latest = null;
        foreach (var manager in managers.EnumerateArray())
        {
            if (manager.Field("fieldsV1")?.Field("f:spec") is not null && manager.Field("time") is { ValueKind: JsonValueKind.String } text && Rfc3339.TryParse(text.GetString()!, out var time))
            {
                latest = time > latest || latest is null ? time : latest;
            }
        }

        return latest;
    }

    private static void Collect(JsonElement managed, JsonElement value, IReadOnlyList<string> path, List<IReadOnlyList<string>> missing)
    {
        foreach (var entry in managed.EnumerateObject())
        {
            if (entry.Name.StartsWith(FieldPrefix, StringComparison.Ordinal) && value.ValueKind == JsonValueKind.Object)
            {
                var name = entry.Name[FieldPrefix.Length..];
                if (value.TryGetProperty(name, out var inner))
                {
                    Collect(entry.Value, inner, [.. path, name], missing);
                }
                else
                {
                    missing.Add([.. path, name]);
                }
            }
            else if (entry.Name.StartsWith(KeyPrefix, StringComparison.Ordinal) && Item(value, entry.Name[KeyPrefix.Length..]) is { } item)
            {
                Collect(entry.Value, item, path, missing);
            }
        }
    }

    /// <summary>The item of a list that has the given keys; null when there is none.</summary>
    private static JsonElement? Item(JsonElement list, string keys)
    {
        if (list.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        using var wanted = JsonDocument.Parse(keys);
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Object && wanted.RootElement.EnumerateObject().All(k => item.Field(k.Name) is { } own && JsonElement.DeepEquals(own, k.Value)))
            {
                return item;
            }
        }

        return null;
    }
}
