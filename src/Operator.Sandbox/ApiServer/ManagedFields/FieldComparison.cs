using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer.Schemas;

namespace Operator.Sandbox.ApiServer.ManagedFields;

/// <summary>What differs between two values, field by field.</summary>
internal sealed class FieldComparison
{
    public FieldTree Added { get; } = new();

    public FieldTree Modified { get; } = new();

    public FieldTree Removed { get; } = new();

    public FieldTree Changed => Added.Union(Modified);

    public static FieldComparison Compare(JsonObject old, JsonObject next, StructuralSchema schema)
    {
        var result = new FieldComparison();
        result.CompareMembers(old, next, schema, []);
        return result;
    }

    private void CompareValues(JsonNode? old, JsonNode? next, StructuralSchema? schema, List<string> path)
    {
        switch (old, next)
        {
            case (JsonObject before, JsonObject after) when schema is not { IsAtomicMap: true }:
                CompareMembers(before, after, schema, path);
                break;
            case (JsonArray before, JsonArray after) when PathElements.IsAssociative(schema):
                CompareItems(before, after, schema!, path);
                break;
            default:
                if (!JsonNode.DeepEquals(old, next))
                {
                    At(Modified, path).IsMember = true;
                }

                break;
        }
    }

    private void CompareMembers(JsonObject old, JsonObject next, StructuralSchema? schema, List<string> path)
    {
        foreach (var name in old.Select(p => p.Key).Union(next.Select(p => p.Key), StringComparer.Ordinal))
        {
            var child = schema?.Member(name);
            var (was, value) = (old.TryGetPropertyValue(name, out var before), next.TryGetPropertyValue(name, out var after));
            CompareOne(was, before, value, after, child, [.. path, PathElements.Field(name)]);
        }
    }

    private void CompareItems(JsonArray old, JsonArray next, StructuralSchema schema, List<string> path)
    {
        var before = Keyed(old, schema);
        var after = Keyed(next, schema);
        foreach (var key in before.Keys.Union(after.Keys, StringComparer.Ordinal))
        {
            CompareOne(before.TryGetValue(key, out var was), was, after.TryGetValue(key, out var value), value, schema.Items, [.. path, key]);
        }
    }

    private void CompareOne(bool existed, JsonNode? old, bool exists, JsonNode? next, StructuralSchema? schema, List<string> path)
    {
        if (existed && exists)
        {
            CompareValues(old, next, schema, path);
        }
        else
        {
            FieldExtractor.AddWhole(At(exists ? Added : Removed, path), exists ? next : old, schema);
        }
    }

    private static Dictionary<string, JsonNode?> Keyed(JsonArray items, StructuralSchema schema)
    {
        var result = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            result[PathElements.Item(item, schema)] = item;
        }

        return result;
    }

    private static FieldTree At(FieldTree root, IEnumerable<string> path) => path.Aggregate(root, (node, element) => node.At(element));
}
