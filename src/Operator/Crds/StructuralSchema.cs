using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Operator.PlainJson;

namespace Operator.Crds;

/// <summary>A structural schema, ready to validate with.</summary>
internal sealed class StructuralSchema
{
    private readonly Lazy<Regex?> _pattern;

    private StructuralSchema(JsonElement schema)
    {
        Type = schema.Text("type");
        Format = schema.OptionalText("format");
        Enum = schema.Texts("enum");
        Minimum = schema.OptionalNumber("minimum");
        Maximum = schema.OptionalNumber("maximum");
        ExclusiveMinimum = schema.Field("exclusiveMinimum") is not null;
        ExclusiveMaximum = schema.Field("exclusiveMaximum") is not null;
        MinLength = (int)(schema.OptionalNumber("minLength") ?? 0);
        MaxLength = (int?)schema.OptionalNumber("maxLength");
        MinItems = (int)(schema.OptionalNumber("minItems") ?? 0);
        MaxItems = (int?)(schema.OptionalNumber("maxItems") ?? schema.OptionalNumber("maxProperties"));
        ListType = schema.OptionalText("x-kubernetes-list-type");
        MapKeys = schema.Texts("x-kubernetes-list-map-keys");
        Rules = schema.List("x-kubernetes-validations", static r => new SchemaRule(r.Text("rule"), r.Text("message")));
        Required = schema.Texts("required");
        var properties = new Dictionary<string, StructuralSchema>(StringComparer.Ordinal);
        if (schema.Field("properties") is { } members)
        {
            foreach (var member in members.EnumerateObject())
            {
                properties[member.Name] = new StructuralSchema(member.Value);
            }
        }

        Properties = properties;
        Items = Child(schema, "items");
        AdditionalProperties = Child(schema, "additionalProperties");
        PatternText = schema.OptionalText("pattern");
        _pattern = new(() => PatternText is null ? null : SchemaPatterns.Find(PatternText) ?? Compile(PatternText));
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

    public IReadOnlyList<SchemaRule> Rules { get; }

    public IReadOnlyList<string> Required { get; }

    public IReadOnlyDictionary<string, StructuralSchema> Properties { get; }

    public StructuralSchema? Items { get; }

    public StructuralSchema? AdditionalProperties { get; }

    public string? PatternText { get; }

    /// <summary>The pattern. Lengths are bounded and checked first, so that no text can keep it busy.</summary>
    public Regex? Pattern => _pattern.Value;

    /// <summary>Reads a schema.</summary>
    /// <param name="schema">As <see cref="CrdGenerator.Schema"/> gives it.</param>
    public static StructuralSchema Parse(JsonObject schema)
    {
        using var document = JsonDocument.Parse(schema.ToJsonString());
        return new(document.RootElement);
    }

    /// <summary>Reads a schema's JSON.</summary>
    /// <param name="schema">The schema.</param>
    public static StructuralSchema Parse(JsonElement schema) => new(schema);

    // In RE2 a final $ is the end of the text; in .NET it also matches before a last line feed.
    private static Regex Compile(string pattern) =>
        new(pattern.EndsWith('$') ? pattern[..^1] + @"\z" : pattern, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    // additionalProperties may also be true or false, which is no schema.
    private static StructuralSchema? Child(JsonElement schema, string keyword) =>
        schema.Field(keyword) is { ValueKind: JsonValueKind.Object } child ? new(child) : null;
}
