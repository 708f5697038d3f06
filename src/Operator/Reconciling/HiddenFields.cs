using System.Text.Json;
using Operator.Api;
using Operator.Runtime.Client;

namespace Operator.Reconciling;

/// <summary>
/// Finds fields that somebody wrote and that the API server leaves out of its answers, because its CustomResourceDefinition is older than
/// the object and does not know them. They are still stored, but the next write of the object, of its status too, removes them.
/// </summary>
internal sealed class HiddenFields(KubeApiClient client)
{
    /// <summary>The first of them, such as <c>spec.slos.name</c>; null if there is none.</summary>
    public async Task<string?> FirstAsync(LivePostMortem live, CancellationToken cancellationToken)
    {
        if (live.MissingFields.Count == 0)
        {
            return null;
        }

        using var schemas = await client.FindSchemasAsync(PostMortem.Group, PostMortem.Version, cancellationToken);
        var hidden = Schema(schemas) is { } schema ? live.MissingFields.FirstOrDefault(f => !Knows(schema, f)) : live.MissingFields[0];
        return hidden is null ? null : string.Join('.', hidden);
    }

    /// <summary>Whether a schema has a field. One that it has and that is missing was removed by a write: nothing is left to be saved.</summary>
    public static bool Knows(JsonElement schema, IReadOnlyList<string> path)
    {
        foreach (var name in path)
        {
            while (schema.Field("items") is { } items)
            {
                schema = items;
            }

            if (schema.Field("x-kubernetes-preserve-unknown-fields") is { ValueKind: JsonValueKind.True })
            {
                return true;
            }

            if ((schema.Field("properties")?.Field(name) ?? schema.Field("additionalProperties")) is not { ValueKind: JsonValueKind.Object } member)
            {
                return false;
            }

            schema = member;
        }

        return true;
    }

    private static JsonElement? Schema(JsonDocument? schemas)
    {
        foreach (var schema in schemas?.RootElement.Field("components")?.Field("schemas")?.EnumerateObject() ?? [])
        {
            if (schema.Value.Field("x-kubernetes-group-version-kind") is { ValueKind: JsonValueKind.Array } kinds && kinds.EnumerateArray().Any(k => k.Field("kind")?.GetString() == PostMortem.KindName))
            {
                return schema.Value;
            }
        }

        return null;
    }
}
