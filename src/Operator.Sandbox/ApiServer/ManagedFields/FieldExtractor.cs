using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer.Schemas;

namespace Operator.Sandbox.ApiServer.ManagedFields;

/// <summary>Which fields a value sets.</summary>
internal static class FieldExtractor
{
    /// <summary>The fields of an applied configuration.</summary>
    public static FieldTree Extract(JsonObject value, StructuralSchema schema)
    {
        var tree = new FieldTree();
        AddMembers(tree, value, schema);
        return tree;
    }

    /// <summary>A field that came into being, with all that is in it.</summary>
    public static void AddWhole(FieldTree tree, JsonNode? value, StructuralSchema? schema)
    {
        tree.IsMember = true;
        Add(tree, value, schema, marksParents: true);
    }

    private static void Add(FieldTree tree, JsonNode? value, StructuralSchema? schema, bool marksParents)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } o when schema is not { IsAtomicMap: true }:
                AddMembers(tree, o, schema, marksParents);
                tree.IsMember |= marksParents;
                break;
            case JsonArray { Count: > 0 } array when PathElements.IsAssociative(schema):
                foreach (var item in array)
                {
                    var child = tree.At(PathElements.Item(item, schema!));
                    Add(child, item, schema!.Items, marksParents);
                    child.IsMember = true;
                }

                tree.IsMember |= marksParents;
                break;
            default:
                tree.IsMember = true;
                break;
        }
    }

    private static void AddMembers(FieldTree tree, JsonObject value, StructuralSchema? schema, bool marksParents = false)
    {
        foreach (var (name, member) in value)
        {
            var child = tree.At(PathElements.Field(name));
            Add(child, member, schema?.Member(name), marksParents);
            // A key of a map is owned itself; a field of a struct through what is in it.
            child.IsMember |= schema is not null && !schema.Properties.ContainsKey(name);
        }
    }
}
