using System.Text;
using System.Text.Json.Nodes;
using Operator.Crds;
using Operator.Tests.Architecture;

namespace Operator.Tests.Crds;

/// <summary>docs/spec.md tells what the CRD says. With UPDATE_EXAMPLES=1 in the environment it is written instead of compared.</summary>
public sealed class SpecReferenceTests
{
    [Fact]
    public void The_reference_tells_what_the_definition_says()
    {
        var file = RepositoryRoot.File("docs", "spec.md");
        var reference = Write(CrdGenerator.Schema(XmlDocumentation.Load()));
        if (Environment.GetEnvironmentVariable("UPDATE_EXAMPLES") is "1")
        {
            File.WriteAllText(file, reference);
        }

        Assert.True(
            string.Equals(reference, File.ReadAllText(file), StringComparison.Ordinal),
            "docs/spec.md is out of date; run: UPDATE_EXAMPLES=1 dotnet run --project tests/Operator.Tests -- -class '*SpecReferenceTests'");
    }

    private static string Write(JsonObject schema)
    {
        var text = new StringBuilder();
        text.Append("# The PostMortem resource\n\n<!-- Generated from config/crd/postmortems.yaml by tests/Operator.Tests/Crds/SpecReferenceTests.cs. -->\n\n");
        text.Append($"`postmortem.dev/v1alpha1`, kind `PostMortem`, short name `pm`, category `sre`, namespaced. {schema["description"]}\n\n");
        text.Append("Fields in **bold** are required. `[]` is an item of a list, `{}` a value of a map. The samples in `config/samples` use every field.\n");
        Section(text, "spec", schema["properties"]!["spec"]!.AsObject());
        Section(text, "status", schema["properties"]!["status"]!.AsObject());
        return text.ToString();
    }

    private static void Section(StringBuilder text, string path, JsonObject schema)
    {
        text.Append($"\n## {path}\n\n{schema["description"]}\n");
        Rules(text, schema);
        text.Append("\n| field | type | description |\n|---|---|---|\n");
        var nested = new List<(string, JsonObject)>();
        foreach (var (name, value) in schema["properties"]!.AsObject())
        {
            var property = value!.AsObject();
            var required = (schema["required"] as JsonArray)?.Any(r => r!.GetValue<string>() == name) == true;
            text.Append($"| {(required ? $"**{name}**" : name)} | {Type(property)} | {Cell(property["description"]?.GetValue<string>() ?? "")}{Constraints(property)} |\n");
            var (suffix, child) = property["items"] is JsonObject items ? ("[]", items) : ("", property);
            if (child["properties"] is not null)
            {
                nested.Add(($"{path}.{name}{suffix}", child));
            }
        }

        foreach (var (childPath, child) in nested)
        {
            Section(text, childPath, child);
        }
    }

    private static void Rules(StringBuilder text, JsonObject schema)
    {
        foreach (var rule in schema["x-kubernetes-validations"] as JsonArray ?? [])
        {
            text.Append($"\nRule: {rule!["message"]}.\n");
        }
    }

    private static string Type(JsonObject schema) => schema switch
    {
        _ when schema["items"] is JsonObject items => $"list of {Type(items)}",
        _ when schema["additionalProperties"] is JsonObject values => $"map of {Type(values)}",
        _ when schema["format"]?.GetValue<string>() is "date-time" => "time",
        _ when schema["format"]?.GetValue<string>() is "date" => "day",
        _ => schema["type"]!.GetValue<string>(),
    };

    private static string Constraints(JsonObject schema)
    {
        var item = schema["items"] as JsonObject ?? schema["additionalProperties"] as JsonObject ?? schema;
        var parts = new List<string>();
        if (item["enum"] is JsonArray names)
        {
            parts.Add("One of " + string.Join(", ", names.Select(n => $"`{n}`")));
        }

        Add("default", "Default `{0}`", schema);
        Add("minimum", "at least {0}", item);
        Add("maximum", "at most {0}", item);
        Add("maxLength", "at most {0} characters", item);
        Add("maxItems", "at most {0} items", schema);
        Add("maxProperties", "at most {0} entries", schema);
        if (schema["x-kubernetes-list-map-keys"] is JsonArray keys)
        {
            parts.Add($"unique by `{keys[0]}`");
        }

        return parts.Count == 0 ? "" : $" _{string.Join("; ", parts)}._";

        void Add(string keyword, string format, JsonObject from)
        {
            if (from[keyword] is { } value)
            {
                parts.Add(string.Format(System.Globalization.CultureInfo.InvariantCulture, format, value));
            }
        }
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("{{", "`{{", StringComparison.Ordinal).Replace("}}", "}}`", StringComparison.Ordinal);
}
