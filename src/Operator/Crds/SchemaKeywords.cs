using System.Text.Json.Nodes;

namespace Operator.Crds;

/// <summary>The keywords of a structural schema in the order in which a person reads them.</summary>
internal static class SchemaKeywords
{
    private static readonly string[] Order =
    [
        "$ref", "description", "type", "format", "enum", "default",
        "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "minLength", "maxLength", "pattern",
        "minItems", "maxItems", "x-kubernetes-list-type", "x-kubernetes-list-map-keys", "minProperties", "maxProperties",
        "x-kubernetes-validations", "required", "properties", "additionalProperties", "items",
    ];

    /// <summary>The schema with its keywords in order and without those that are null.</summary>
    /// <param name="schema">A schema.</param>
    /// <exception cref="NotSupportedException">It has a keyword that structural schemas do not know.</exception>
    public static JsonObject Ordered(JsonObject schema)
    {
        if (schema.Select(p => p.Key).Except(Order, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
        {
            throw new NotSupportedException($"keyword {unknown} does not belong in a structural schema");
        }

        var ordered = new JsonObject();
        foreach (var keyword in Order)
        {
            if (schema[keyword] is { } value)
            {
                ordered[keyword] = value.DeepClone();
            }
        }

        return ordered;
    }
}
