using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Operator.Crds;

/// <summary>A structural schema, ready to validate with.</summary>
internal sealed class StructuralSchema
{
    private Regex? _pattern;

    public string Type { get; set; } = "";

    public string? Format { get; set; }

    public IReadOnlyList<string> Enum { get; set; } = [];

    public double? Minimum { get; set; }

    public double? Maximum { get; set; }

    public bool ExclusiveMinimum { get; set; }

    public bool ExclusiveMaximum { get; set; }

    public int MinLength { get; set; }

    public int? MaxLength { get; set; }

    public int MinItems { get; set; }

    public int? MaxItems { get; set; }

    public int? MaxProperties { get; set; }

    [JsonPropertyName("x-kubernetes-list-type")]
    public string? ListType { get; set; }

    [JsonPropertyName("x-kubernetes-list-map-keys")]
    public IReadOnlyList<string> MapKeys { get; set; } = [];

    [JsonPropertyName("x-kubernetes-validations")]
    public IReadOnlyList<SchemaRule> Rules { get; set; } = [];

    public IReadOnlyList<string> Required { get; set; } = [];

    public Dictionary<string, StructuralSchema> Properties { get; set; } = new(StringComparer.Ordinal);

    public StructuralSchema? Items { get; set; }

    public StructuralSchema? AdditionalProperties { get; set; }

    public string? Pattern { get; set; }

    /// <summary>Whether a text matches the pattern. Lengths are bounded and checked first, so that no text can keep it busy.</summary>
    public bool Matches(string text) => Pattern is null || (_pattern ??= Compile(Pattern)).IsMatch(text);

    /// <summary>Reads a schema.</summary>
    /// <param name="schema">As <see cref="CrdGenerator.Schema"/> gives it.</param>
    public static StructuralSchema Parse(JsonObject schema) => schema.Deserialize(SchemaJsonContext.Default.StructuralSchema)!;

    // In RE2 a final $ is the end of the text; in .NET it also matches before a last line feed.
    private static Regex Compile(string pattern) =>
        new(pattern.EndsWith('$') ? pattern[..^1] + @"\z" : pattern, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
}
