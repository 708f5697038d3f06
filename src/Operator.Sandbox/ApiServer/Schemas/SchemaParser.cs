using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Operator.Sandbox.ApiServer.Json;

namespace Operator.Sandbox.ApiServer.Schemas;

/// <summary>Reads <c>openAPIV3Schema</c>; local <c>$ref</c>s are looked up in <paramref name="definitions"/>.</summary>
internal sealed class SchemaParser(JsonObject? definitions = null)
{
    private const string ReferencePrefix = "#/definitions/";

    private static readonly TimeSpan RegexTimeout = TimeSpan.FromSeconds(1);

    public StructuralSchema Parse(JsonObject source)
    {
        if (source.TextAt("$ref") is { } reference)
        {
            var target = definitions.ObjectAt(reference[ReferencePrefix.Length..])
                ?? throw new FormatException($"schema reference {reference} has no definition");
            return Parse(target);
        }

        return new StructuralSchema
        {
            Source = source,
            Type = source.TextAt("type"),
            Format = source.TextAt("format"),
            Nullable = source.FlagAt("nullable"),
            Enum = source.ArrayAt("enum"),
            Pattern = source.TextAt("pattern") is { } pattern ? ToRegex(pattern) : null,
            Minimum = Number(source, "minimum"),
            Maximum = Number(source, "maximum"),
            ExclusiveMinimum = source.FlagAt("exclusiveMinimum"),
            ExclusiveMaximum = source.FlagAt("exclusiveMaximum"),
            MultipleOf = Number(source, "multipleOf"),
            MinLength = (int?)source.LongAt("minLength"),
            MaxLength = (int?)source.LongAt("maxLength"),
            MinItems = (int?)source.LongAt("minItems"),
            MaxItems = (int?)source.LongAt("maxItems"),
            MinProperties = (int?)source.LongAt("minProperties"),
            MaxProperties = (int?)source.LongAt("maxProperties"),
            Required = Texts(source.ArrayAt("required")),
            Properties = source.ObjectAt("properties")?.ToDictionary(p => p.Key, p => Parse((JsonObject)p.Value!), StringComparer.Ordinal) ?? [],
            AdditionalProperties = Additional(source["additionalProperties"]),
            Items = source.ObjectAt("items") is { } items ? Parse(items) : null,
            Default = source["default"],
            PreserveUnknownFields = source.FlagAt("x-kubernetes-preserve-unknown-fields"),
            EmbeddedResource = source.FlagAt("x-kubernetes-embedded-resource"),
            IntOrString = source.FlagAt("x-kubernetes-int-or-string"),
            ListType = source.TextAt("x-kubernetes-list-type"),
            ListMapKeys = Texts(source.ArrayAt("x-kubernetes-list-map-keys")),
            MapType = source.TextAt("x-kubernetes-map-type"),
            Rules = [.. source.ArrayAt("x-kubernetes-validations")?.OfType<JsonObject>().Select(ParseRule) ?? []],
            AllOf = Branches(source, "allOf"),
            AnyOf = Branches(source, "anyOf"),
            OneOf = Branches(source, "oneOf"),
            Not = source.ObjectAt("not") is { } not ? Parse(not) : null,
        };
    }

    private static ValidationRule ParseRule(JsonObject rule) =>
        new(
            rule.TextAt("rule") ?? "",
            rule.TextAt("message"),
            rule.TextAt("messageExpression"),
            rule.TextAt("reason"),
            rule.TextAt("fieldPath"),
            rule.FlagAt("optionalOldSelf"));

    private IReadOnlyList<StructuralSchema> Branches(JsonObject source, string name) =>
        [.. source.ArrayAt(name)?.OfType<JsonObject>().Select(Parse) ?? []];

    private StructuralSchema? Additional(JsonNode? node) => node switch
    {
        JsonObject schema => Parse(schema),
        JsonValue value when value.TryGetValue(out bool allowed) && allowed => StructuralSchema.Anything,
        _ => null,
    };

    private static double? Number(JsonObject source, string name) => source[name].IsNumber() ? source[name]!.AsDouble() : null;

    private static IReadOnlyList<string> Texts(JsonArray? array) => [.. array?.Select(n => n.AsText() ?? "") ?? []];

    /// <summary>RE2's <c>$</c> is the end of the text only; .NET's also matches before a last line feed.</summary>
    private static Regex ToRegex(string pattern)
    {
        var endsOpen = pattern.EndsWith('$') && !pattern.EndsWith("\\$", StringComparison.Ordinal);
        var adapted = endsOpen ? string.Concat(pattern.AsSpan(0, pattern.Length - 1), "\\z") : pattern;
        try
        {
            return new Regex(adapted, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, RegexTimeout);
        }
        catch (NotSupportedException)
        {
            return new Regex(adapted, RegexOptions.CultureInvariant, RegexTimeout);
        }
    }
}
