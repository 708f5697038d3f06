using System.Reflection;
using System.Text.Json.Nodes;
using Operator.Api;
using Operator.Api.Json;
using Operator.Api.Schema;
using Operator.Manifests;

namespace Operator.Crds;

/// <summary>Generates the CustomResourceDefinition from the API types.</summary>
internal static class CrdGenerator
{
    /// <summary>The file's name in the repository, and the command that writes it.</summary>
    private const string Header =
        "# Generated from the types in src/Operator.Api. To write it again: dotnet run --project src/Operator -- crd | tee charts/postmortem-operator/files/postmortems.yaml > config/crd/postmortems.yaml\n";

    /// <summary>The definition as YAML. The same types always give the same bytes.</summary>
    public static string Yaml() => Header + YamlWriter.Write(Definition());

    /// <summary>The definition.</summary>
    public static JsonObject Definition() => new()
    {
        ["apiVersion"] = "apiextensions.k8s.io/v1",
        ["kind"] = "CustomResourceDefinition",
        ["metadata"] = new JsonObject { ["name"] = $"{PostMortem.Plural}.{PostMortem.Group}" },
        ["spec"] = new JsonObject
        {
            ["group"] = PostMortem.Group,
            ["names"] = new JsonObject
            {
                ["kind"] = PostMortem.KindName,
                ["listKind"] = PostMortem.KindName + "List",
                ["plural"] = PostMortem.Plural,
                ["singular"] = PostMortem.Singular,
                ["shortNames"] = new JsonArray(PostMortem.ShortName),
                ["categories"] = new JsonArray(PostMortem.Category),
            },
            ["scope"] = "Namespaced",
            ["versions"] = new JsonArray(Version()),
        },
    };

    /// <summary>The schema of a whole object.</summary>
    /// <param name="documentation">Where descriptions come from; null leaves them out.</param>
    public static JsonObject Schema(XmlDocumentation? documentation)
    {
        var status = Export(typeof(PostMortemStatus), documentation, nameof(PostMortem.Status));
        // Before the operator has seen an object, nobody may take its status for current: kstatus compares generations.
        status["default"] = new JsonObject { ["observedGeneration"] = -1 };
        return SchemaKeywords.Ordered(new()
        {
            ["description"] = documentation?.Summary(typeof(PostMortem)),
            ["type"] = "object",
            ["required"] = new JsonArray("spec"),
            ["properties"] = new JsonObject
            {
                ["apiVersion"] = Text(documentation, nameof(PostMortem.ApiVersion)),
                ["kind"] = Text(documentation, nameof(PostMortem.Kind)),
                ["metadata"] = new JsonObject { ["type"] = "object" },
                ["spec"] = Spec(documentation),
                ["status"] = SchemaKeywords.Ordered(status),
            },
        });
    }

    /// <summary>The schema of a spec.</summary>
    /// <param name="documentation">Where descriptions come from; null leaves them out.</param>
    public static JsonObject Spec(XmlDocumentation? documentation) => Export(typeof(PostMortemSpec), documentation, nameof(PostMortem.Spec));

    private static JsonObject Export(Type type, XmlDocumentation? documentation, string property)
    {
        var schema = new StructuralSchemaExporter(PostMortemJsonContext.Default.Options, documentation).Export(type);
        schema["description"] = Summary(documentation, property);
        return SchemaKeywords.Ordered(schema);
    }

    private static JsonObject Version() => new()
    {
        ["name"] = PostMortem.Version,
        ["served"] = true,
        ["storage"] = true,
        ["subresources"] = new JsonObject { ["status"] = new JsonObject() },
        ["additionalPrinterColumns"] = new JsonArray([.. typeof(PostMortem).GetCustomAttributes<PrinterColumnAttribute>().Select(Column)]),
        ["schema"] = new JsonObject { ["openAPIV3Schema"] = Schema(XmlDocumentation.Load()) },
    };

    private static JsonObject Column(PrinterColumnAttribute column)
    {
        var json = new JsonObject { ["name"] = column.Name, ["type"] = column.Type, ["jsonPath"] = column.JsonPath };
        if (column.Priority > 0)
        {
            json["priority"] = column.Priority;
        }

        if (column.Description is { } description)
        {
            json["description"] = description;
        }

        return json;
    }

    private static JsonObject Text(XmlDocumentation? documentation, string property) =>
        SchemaKeywords.Ordered(new() { ["description"] = Summary(documentation, property), ["type"] = "string" });

    private static string? Summary(XmlDocumentation? documentation, string property) =>
        documentation?.Summary(typeof(PostMortem).GetProperty(property)!);
}
