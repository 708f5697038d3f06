using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer.Resources;

namespace Operator.Sandbox.ApiServer.Schemas;

/// <summary>Drops what the schema does not know, and nulls where null is not allowed, and tells which fields were unknown.</summary>
internal static class SchemaPruner
{
    private static readonly string[] TypeMeta = ["apiVersion", "kind", "metadata"];

    /// <summary>Prunes a whole object; <c>metadata</c> follows the schema of ObjectMeta, not that of the resource.</summary>
    public static List<string> PruneObject(JsonObject value, StructuralSchema schema)
    {
        var unknown = new List<string>();
        Prune(value, schema, "", unknown, isResource: true);
        return unknown;
    }

    private static void Prune(JsonNode? value, StructuralSchema schema, string path, List<string> unknown, bool isResource = false)
    {
        switch (value)
        {
            case JsonObject o:
                PruneMembers(o, schema, path, unknown, isResource || schema.EmbeddedResource);
                break;
            case JsonArray array when schema.Items is { } items:
                for (var i = 0; i < array.Count; i++)
                {
                    Prune(array[i], items, FormattableString.Invariant($"{path}[{i}]"), unknown);
                }

                break;
        }
    }

    private static void PruneMembers(JsonObject value, StructuralSchema schema, string path, List<string> unknown, bool isResource)
    {
        foreach (var name in value.Select(p => p.Key).ToList())
        {
            var child = path.Length == 0 ? name : $"{path}.{name}";
            if (isResource && TypeMeta.Contains(name, StringComparer.Ordinal))
            {
                if (string.Equals(name, "metadata", StringComparison.Ordinal))
                {
                    Prune(value[name], BuiltInSchemas.ObjectMeta, child, unknown);
                }

                continue;
            }

            if (schema.Member(name) is not { } member)
            {
                unknown.Add(child);
                value.Remove(name);
            }
            else if (value[name] is null && !member.Nullable && member.Default is null && !ReferenceEquals(member, StructuralSchema.Anything))
            {
                value.Remove(name);
            }
            else
            {
                Prune(value[name], member, child, unknown);
            }
        }
    }
}
