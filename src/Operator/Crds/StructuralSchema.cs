using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Operator.Crds;

/// <summary>A structural schema, ready to validate with.</summary>
internal sealed class StructuralSchema
{
    private readonly Lazy<Regex?> _pattern;

    private StructuralSchema(JsonObject schema)
    {
        Type = schema["type"]!.GetValue<string>();
        Format = schema["format"]?.GetValue<string>();
        Enum = Strings(schema["enum"]);
        Minimum = Number(schema, "minimum");
        Maximum = Number(schema, "maximum");
        ExclusiveMinimum = schema.ContainsKey("exclusiveMinimum");
        ExclusiveMaximum = schema.ContainsKey("exclusiveMaximum");
        MinLength = Count(schema, "minLength") ?? 0;
        MaxLength = Count(schema, "maxLength");
        MinItems = Count(schema, "minItems") ?? 0;
        MaxItems = Count(schema, "maxItems") ?? Count(schema, "maxProperties");
        ListType = schema["x-kubernetes-list-type"]?.GetValue<string>();
        MapKeys = Strings(schema["x-kubernetes-list-map-keys"]);
        Rules = [.. (schema["x-kubernetes-validations"] as JsonArray ?? []).Select(r => (r!["rule"]!.GetValue<string>(), r["message"]!.GetValue<string>()))];
        Required = Strings(schema["required"]);
        Properties = (schema["properties"] as JsonObject ?? [])
            .ToDictionary(p => p.Key, p => new StructuralSchema(p.Value!.AsObject()), StringComparer.Ordinal);
        Items = Child(schema, "items");
        AdditionalProperties = Child(schema, "additionalProperties");
        PatternText = schema["pattern"]?.GetValue<string>();
        _pattern = new(() => PatternText is null ? null : Compile(PatternText));
    }

    public string Type { get; }

    public string? Format { get; }

    public IReadOnlyList<string> Enum { get; }

    public double? Minimum { get; }

    public double? Maximum { get; }

    public bool ExclusiveMinimum { get; }

    public bool ExclusiveMaximum { get; }

    public int MinLength { get; }

    public int? MaxLength { get; }

    public int MinItems { get; }

    /// <summary>The greatest number of items of a list, or of properties of a map.</summary>
    public int? MaxItems { get; }

    public string? ListType { get; }

    public IReadOnlyList<string> MapKeys { get; }

    public IReadOnlyList<(string Rule, string Message)> Rules { get; }

    public IReadOnlyList<string> Required { get; }

    public IReadOnlyDictionary<string, StructuralSchema> Properties { get; }

    public StructuralSchema? Items { get; }

    public StructuralSchema? AdditionalProperties { get; }

    public string? PatternText { get; }

    /// <summary>The pattern. Lengths are bounded and checked first, so that no text can keep it busy.</summary>
    public Regex? Pattern => _pattern.Value;

    /// <summary>Reads a schema.</summary>
    /// <param name="schema">As <see cref="CrdGenerator.Schema"/> gives it.</param>
    public static StructuralSchema Parse(JsonObject schema) => new(schema);

    // In RE2 a final $ is the end of the text; in .NET it also matches before a last line feed.
    private static Regex Compile(string pattern) =>
        new(pattern.EndsWith('$') ? pattern[..^1] + @"\z" : pattern, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    private static StructuralSchema? Child(JsonObject schema, string keyword) => schema[keyword] is JsonObject child ? new(child) : null;

    private static double? Number(JsonObject schema, string keyword) =>
        schema[keyword] is { } value ? double.Parse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture) : null;

    private static int? Count(JsonObject schema, string keyword) => (int?)Number(schema, keyword);

    private static string[] Strings(JsonNode? array) => [.. (array as JsonArray ?? []).Select(i => i!.GetValue<string>())];
}
