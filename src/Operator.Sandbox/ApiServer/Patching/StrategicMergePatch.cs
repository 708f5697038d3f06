using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer.Json;
using Operator.Sandbox.ApiServer.Schemas;

namespace Operator.Sandbox.ApiServer.Patching;

/// <summary>
/// Strategic merge for the built-in kinds: maps merge, list maps and sets merge by key or value, other lists are replaced;
/// <c>$patch</c>, <c>$deleteFromPrimitiveList</c>, <c>$setElementOrder</c> and <c>$retainKeys</c> are honoured.
/// </summary>
internal static class StrategicMergePatch
{
    private const string DeleteFromList = "$deleteFromPrimitiveList/";
    private const string ElementOrder = "$setElementOrder/";

    public static JsonObject Apply(JsonObject target, JsonObject patch, StructuralSchema? schema)
    {
        switch (patch.TextAt("$patch"))
        {
            case "delete":
                return [];
            case "replace":
                var replacement = patch.Copy();
                replacement.Remove("$patch");
                return replacement;
        }

        foreach (var (name, value) in patch)
        {
            if (name.StartsWith(DeleteFromList, StringComparison.Ordinal))
            {
                DeleteValues(target, name[DeleteFromList.Length..], value as JsonArray ?? []);
            }
            else if (name is "$retainKeys")
            {
                var kept = (value as JsonArray)?.Select(k => k.AsText()).ToHashSet(StringComparer.Ordinal) ?? [];
                target.Where(p => !kept.Contains(p.Key)).Select(p => p.Key).ToList().ForEach(k => target.Remove(k));
            }
            else if (!name.StartsWith(ElementOrder, StringComparison.Ordinal) && name is not "$patch")
            {
                Merge(target, name, value, schema?.Member(name));
            }
        }

        return target;
    }

    private static void Merge(JsonObject target, string name, JsonNode? value, StructuralSchema? schema)
    {
        switch (value)
        {
            case null:
                target.Remove(name);
                break;
            case JsonObject changes:
                var before = target[name] as JsonObject ?? [];
                target.Remove(name);
                target[name] = Apply(before, changes, schema);
                break;
            case JsonArray changes when schema is { IsListMap: true } && target[name] is JsonArray list:
                MergeByKey(list, changes, schema);
                break;
            case JsonArray changes when schema is { IsListSet: true } && target[name] is JsonArray list:
                foreach (var item in changes.Where(c => !list.Any(l => JsonNode.DeepEquals(l, c))).ToList())
                {
                    list.Add(item?.DeepClone());
                }

                break;
            default:
                target[name] = value.DeepClone();
                break;
        }
    }

    private static void MergeByKey(JsonArray list, JsonArray changes, StructuralSchema schema)
    {
        foreach (var change in changes.OfType<JsonObject>())
        {
            var match = list.OfType<JsonObject>().FirstOrDefault(i => schema.ListMapKeys.All(k => JsonNode.DeepEquals(i[k], change[k])));
            if (change.TextAt("$patch") is "delete")
            {
                list.Remove(match);
            }
            else if (match is null)
            {
                list.Add(change.DeepClone());
            }
            else
            {
                Apply(match, change, schema.Items);
            }
        }
    }

    private static void DeleteValues(JsonObject target, string name, JsonArray values)
    {
        if (target[name] is JsonArray list)
        {
            list.Where(l => values.Any(v => JsonNode.DeepEquals(l, v))).ToList().ForEach(l => list.Remove(l));
        }
    }
}
