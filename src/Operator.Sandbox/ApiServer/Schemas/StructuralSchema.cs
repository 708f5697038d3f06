using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Operator.Sandbox.ApiServer.Schemas;

/// <summary>One node of a structural OpenAPI v3 schema with the Kubernetes extensions.</summary>
internal sealed record StructuralSchema
{
    public static readonly StructuralSchema Anything = new() { PreserveUnknownFields = true };

    /// <summary>The JSON it was read from; discovery publishes it.</summary>
    public JsonObject Source { get; init; } = [];

    public string? Type { get; init; }

    public string? Format { get; init; }

    public bool Nullable { get; init; }

    public JsonArray? Enum { get; init; }

    public Regex? Pattern { get; init; }

    public double? Minimum { get; init; }

    public double? Maximum { get; init; }

    public bool ExclusiveMinimum { get; init; }

    public bool ExclusiveMaximum { get; init; }

    public double? MultipleOf { get; init; }

    public int? MinLength { get; init; }

    public int? MaxLength { get; init; }

    public int? MinItems { get; init; }

    public int? MaxItems { get; init; }

    public int? MinProperties { get; init; }

    public int? MaxProperties { get; init; }

    public IReadOnlyList<string> Required { get; init; } = [];

    public IReadOnlyDictionary<string, StructuralSchema> Properties { get; init; } = new Dictionary<string, StructuralSchema>(StringComparer.Ordinal);

    public StructuralSchema? AdditionalProperties { get; init; }

    public StructuralSchema? Items { get; init; }

    public JsonNode? Default { get; init; }

    public bool PreserveUnknownFields { get; init; }

    public bool EmbeddedResource { get; init; }

    public bool IntOrString { get; init; }

    public string? ListType { get; init; }

    public IReadOnlyList<string> ListMapKeys { get; init; } = [];

    public string? MapType { get; init; }

    public IReadOnlyList<ValidationRule> Rules { get; init; } = [];

    public IReadOnlyList<StructuralSchema> AllOf { get; init; } = [];

    public IReadOnlyList<StructuralSchema> AnyOf { get; init; } = [];

    public IReadOnlyList<StructuralSchema> OneOf { get; init; } = [];

    public StructuralSchema? Not { get; init; }

    /// <summary>The schema of a member, or null when the schema does not know it.</summary>
    public StructuralSchema? Member(string name) =>
        Properties.TryGetValue(name, out var property) ? property : AdditionalProperties ?? (PreserveUnknownFields ? Anything : null);

    public bool IsListMap => string.Equals(ListType, "map", StringComparison.Ordinal);

    public bool IsListSet => string.Equals(ListType, "set", StringComparison.Ordinal);

    public bool IsAtomicMap => string.Equals(MapType, "atomic", StringComparison.Ordinal);
}
