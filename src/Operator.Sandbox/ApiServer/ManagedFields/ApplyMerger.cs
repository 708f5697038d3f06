using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer.Schemas;

namespace Operator.Sandbox.ApiServer.ManagedFields;

/// <summary>Lays an applied configuration over an object, and takes out what is no longer applied.</summary>
internal static class ApplyMerger
{
    public static JsonNode? Merge(JsonNode? live, JsonNode? applied, StructuralSchema? schema) => (live, applied) switch
    {
        (JsonObject l, JsonObject a) when schema is not { IsAtomicMap: true } => MergeObjects(l, a, schema),
        (JsonArray l, JsonArray a) when PathElements.IsAssociative(schema) => MergeLists(l, a, schema!),
        _ => applied?.DeepClone(),
    };

    /// <summary>Removes the members of a tree, and what they leave empty.</summary>
    public static void Remove(JsonNode? value, FieldTree tree, StructuralSchema? schema)
    {
        foreach (var (element, child) in tree.Children)
        {
            if (value is JsonObject o && element[0] == 'f')
            {
                var name = element[2..];
                if (child.IsMember)
                {
                    o.Remove(name);
                }
                else
                {
                    Remove(o[name], child, schema?.Member(name));
                }
            }
            else if (value is JsonArray array && schema is not null)
            {
                var item = array.Select((node, index) => (node, index)).FirstOrDefault(i => PathElements.Item(i.node, schema) == element, (null, -1));
                if (item.index >= 0 && child.IsMember)
                {
                    array.RemoveAt(item.index);
                }
                else if (item.index >= 0)
                {
                    Remove(item.node, child, schema.Items);
                }
            }
        }
    }

    private static JsonObject MergeObjects(JsonObject live, JsonObject applied, StructuralSchema? schema)
    {
        var result = (JsonObject)live.DeepClone();
        foreach (var (name, value) in applied)
        {
            result[name] = Merge(live[name], value, schema?.Member(name));
        }

        return result;
    }

    /// <summary>Applied items keep their order; items of others keep their places between them.</summary>
    private static JsonArray MergeLists(JsonArray live, JsonArray applied, StructuralSchema schema)
    {
        var liveByKey = live.GroupBy(i => PathElements.Item(i, schema), StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        var appliedKeys = applied.Select(i => PathElements.Item(i, schema)).ToList();
        var emitted = new HashSet<string>(StringComparer.Ordinal);
        var result = new JsonArray();
        var next = 0;
        foreach (var item in live)
        {
            var key = PathElements.Item(item, schema);
            if (!appliedKeys.Contains(key, StringComparer.Ordinal))
            {
                result.Add(item?.DeepClone());
                continue;
            }

            if (!emitted.Contains(key))
            {
                EmitNext();
            }
        }

        while (next < applied.Count)
        {
            EmitNext();
        }

        return result;

        void EmitNext()
        {
            var key = appliedKeys[next];
            emitted.Add(key);
            result.Add(Merge(liveByKey.GetValueOrDefault(key), applied[next], schema.Items));
            next++;
        }
    }
}
