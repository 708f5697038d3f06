using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using k8s.Models;
using Operator.Api.Schema;

namespace Operator.Crds;

/// <summary>
/// Turns an API type into a structural schema of apiextensions.k8s.io/v1. The framework's exporter walks the types by the rules of
/// the serializer; what it cannot know (bounds, list maps, CEL rules, defaults) comes from attributes.
/// </summary>
/// <param name="serializer">How the types are written.</param>
/// <param name="documentation">Where descriptions come from; null leaves them out.</param>
internal sealed class StructuralSchemaExporter(JsonSerializerOptions serializer, XmlDocumentation? documentation)
{
    /// <summary>The schema of a type.</summary>
    /// <param name="type">A type that the serializer knows.</param>
    public JsonObject Export(Type type)
    {
        var options = new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Transform };
        var schema = (JsonObject)serializer.GetJsonSchemaAsNode(type, options);
        return (JsonObject)Inline(schema, schema)!;
    }

    private JsonNode Transform(JsonSchemaExporterContext context, JsonNode node)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        if (type == typeof(V1Condition))
        {
            return ConditionSchema.Create();
        }

        var schema = node as JsonObject ?? [];
        if (schema.ContainsKey("$ref"))
        {
            return schema;
        }

        SetType(schema, type);
        foreach (var rule in type.GetCustomAttributes<CelRuleAttribute>())
        {
            AddRule(schema, rule);
        }

        if (documentation?.Summary(type) is { } summary)
        {
            schema["description"] = summary;
        }

        if (context.PropertyInfo?.AttributeProvider is PropertyInfo property)
        {
            Annotate(schema, property);
        }

        return SchemaKeywords.Ordered(schema);
    }

    private static void SetType(JsonObject schema, Type type)
    {
        if (schema["type"] is JsonArray types)
        {
            // Structural schemas have one type; a null is pruned by the API server, so "or null" says nothing.
            schema["type"] = types.Select(t => t!.GetValue<string>()).First(t => !string.Equals(t, "null", StringComparison.Ordinal));
        }

        if (schema["enum"] is JsonArray names)
        {
            schema["type"] = "string";
            schema["enum"] = new JsonArray([.. names.Where(n => n is not null).Select(n => n!.DeepClone())]);
        }

        if (type == typeof(DateTimeOffset))
        {
            schema["type"] = "string";
            schema["format"] = "date-time";
        }
        else if (type == typeof(TimeSpan))
        {
            schema["type"] = "string";
        }
        else if (type == typeof(long) || type == typeof(int))
        {
            schema["format"] = type == typeof(long) ? "int64" : "int32";
        }
        else if (type == typeof(double) || type == typeof(decimal))
        {
            schema["format"] = "double";
        }
        else if (schema["items"] is not null)
        {
            schema["x-kubernetes-list-type"] = "atomic";
        }
    }

    private void Annotate(JsonObject schema, PropertyInfo property)
    {
        schema["description"] = documentation?.Summary(property) ?? schema["description"]?.DeepClone();
        foreach (var rule in property.GetCustomAttributes<CelRuleAttribute>())
        {
            AddRule(schema, rule);
        }

        if (property.GetCustomAttribute<DefaultValueAttribute>() is { } fallback)
        {
            schema["default"] = JsonSerializer.SerializeToNode(fallback.Value, serializer.GetTypeInfo(property.PropertyType));
        }

        if (property.GetCustomAttribute<NumberBoundsAttribute>() is { } numbers)
        {
            SetNumberBounds(schema, numbers);
        }

        if (property.GetCustomAttribute<TextAttribute>() is { } text)
        {
            SetTextBounds((schema["items"] ?? schema["additionalProperties"] ?? schema).AsObject(), text);
        }

        SetListBounds(schema, property);
    }

    private static void SetListBounds(JsonObject schema, PropertyInfo property)
    {
        if (property.GetCustomAttribute<ItemsAttribute>() is { } items)
        {
            var suffix = schema["items"] is null ? "Properties" : "Items";
            schema["max" + suffix] = items.Maximum;
            Set(schema, "min" + suffix, items.Minimum > 0 ? items.Minimum : null);
        }

        if (property.GetCustomAttribute<ListMapAttribute>() is { } map)
        {
            schema["x-kubernetes-list-type"] = "map";
            schema["x-kubernetes-list-map-keys"] = new JsonArray(map.Key);
        }
        else if (property.GetCustomAttribute<ListSetAttribute>() is not null)
        {
            schema["x-kubernetes-list-type"] = "set";
        }
    }

    private static void SetTextBounds(JsonObject schema, TextAttribute text)
    {
        Set(schema, "minLength", text.Minimum > 0 ? text.Minimum : null);
        schema["maxLength"] = text.Maximum;
        Set(schema, "pattern", text.Pattern);
    }

    private static void SetNumberBounds(JsonObject schema, NumberBoundsAttribute bounds)
    {
        Set(schema, "minimum", double.IsNaN(bounds.Minimum) ? null : (decimal)bounds.Minimum);
        Set(schema, "maximum", double.IsNaN(bounds.Maximum) ? null : (decimal)bounds.Maximum);
        Set(schema, "exclusiveMinimum", bounds.ExclusiveMinimum ? true : null);
        Set(schema, "exclusiveMaximum", bounds.ExclusiveMaximum ? true : null);
    }

    private static void Set(JsonObject schema, string keyword, JsonNode? value)
    {
        if (value is not null)
        {
            schema[keyword] = value;
        }
    }

    private static void AddRule(JsonObject schema, CelRuleAttribute rule)
    {
        if (schema["x-kubernetes-validations"] is not JsonArray rules)
        {
            schema["x-kubernetes-validations"] = rules = [];
        }

        JsonNode entry = new JsonObject { ["rule"] = rule.Rule, ["message"] = rule.Message };
        rules.Add(entry);
    }

    // The exporter points to a type's first use when it meets the type again; structural schemas have no references.
    private static JsonNode? Inline(JsonNode? node, JsonObject root) => node switch
    {
        JsonObject schema when schema["$ref"] is { } pointer => Inline(Resolve(root, pointer.GetValue<string>()), root),
        JsonObject schema => new JsonObject(schema.Select(p => KeyValuePair.Create(p.Key, Inline(p.Value, root)))),
        JsonArray array => new JsonArray([.. array.Select(i => Inline(i, root))]),
        _ => node?.DeepClone(),
    };

    private static JsonNode Resolve(JsonNode root, string pointer) =>
        pointer.Split('/').Skip(1).Aggregate(root, (node, key) => node[key]!);
}
