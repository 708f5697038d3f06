using System.Text.Json;
using System.Text.Json.Nodes;
using Operator.Crds;
using Operator.Tests.Architecture;
using Operator.Validation;

namespace Operator.Tests.Validation;

/// <summary>
/// src/Operator/Validation/spec-schema.json is the schema that the types give. With UPDATE_EXAMPLES=1 in the environment it is
/// written instead of compared.
/// </summary>
public sealed class InstalledSchemaTests
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void It_is_the_schema_that_the_types_give()
    {
        var file = RepositoryRoot.File("src", "Operator", "Validation", InstalledSchema.Resource);
        var schema = CrdGenerator.Schema(documentation: null)["properties"]!["spec"]!.DeepClone().AsObject();
        Strip(schema);
        var text = schema.ToJsonString(Readable) + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_EXAMPLES") is "1")
        {
            File.WriteAllText(file, text);
        }

        Assert.True(
            string.Equals(text, File.ReadAllText(file), StringComparison.Ordinal),
            "src/Operator/Validation/spec-schema.json is out of date; run: UPDATE_EXAMPLES=1 dotnet run --project tests/Operator.Tests -- -class '*InstalledSchemaTests'");
    }

    [Fact]
    public void The_build_has_an_expression_for_each_of_its_patterns()
    {
        var patterns = Patterns(InstalledSchema.Load()).ToList();

        Assert.True(patterns.Count > 5);
        Assert.All(patterns, pattern => Assert.NotNull(SchemaPatterns.Find(pattern)));
        Assert.All(patterns, pattern => Assert.Equal(pattern[..^1] + "\\z", SchemaPatterns.Find(pattern)!.ToString()));
    }

    private static IEnumerable<string> Patterns(StructuralSchema schema) =>
    [
        .. schema.PatternText is { } pattern ? [pattern] : Array.Empty<string>(),
        .. schema.Properties.Values.Concat([schema.Items, schema.AdditionalProperties]).OfType<StructuralSchema>().SelectMany(Patterns),
    ];

    // What nobody is judged by.
    private static void Strip(JsonObject schema)
    {
        schema.Remove("description");
        schema.Remove("default");
        foreach (var child in (schema["properties"] as JsonObject ?? []).Select(p => p.Value).Append(schema["items"]).Append(schema["additionalProperties"]).OfType<JsonObject>())
        {
            Strip(child);
        }
    }
}
