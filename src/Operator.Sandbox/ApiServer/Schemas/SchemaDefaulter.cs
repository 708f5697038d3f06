using System.Text.Json.Nodes;

namespace Operator.Sandbox.ApiServer.Schemas;

internal static class SchemaDefaulter
{
    /// <summary>Fills in defaults; a null where null is not allowed counts as absent.</summary>
    public static void Apply(JsonNode? value, StructuralSchema schema)
    {
        switch (value)
        {
            case JsonObject o:
                ApplyToObject(o, schema);
                break;
            case JsonArray array when schema.Items is { } items:
                foreach (var item in array)
                {
                    Apply(item, items);
                }

                break;
        }
    }

    private static void ApplyToObject(JsonObject value, StructuralSchema schema)
    {
        foreach (var (name, property) in schema.Properties)
        {
            var present = value.TryGetPropertyValue(name, out var current);
            if (property.Default is not null && (!present || (current is null && !property.Nullable)))
            {
                value[name] = property.Default.DeepClone();
            }

            Apply(value[name], property);
        }

        if (schema.AdditionalProperties is { } additional)
        {
            foreach (var (_, item) in value)
            {
                Apply(item, additional);
            }
        }
    }
}
