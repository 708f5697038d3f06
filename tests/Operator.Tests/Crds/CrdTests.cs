using System.Text.Json.Nodes;
using Operator.Crds;
using Operator.Tests.Architecture;

namespace Operator.Tests.Crds;

/// <summary>What an API server asks of the definition, and that the file in the repository is the one that the types give.</summary>
public sealed class CrdTests
{
    private static readonly JsonObject Definition = CrdGenerator.Definition();
    private static readonly JsonObject Version = (JsonObject)Definition["spec"]!["versions"]![0]!;
    private static readonly JsonObject Root = (JsonObject)Version["schema"]!["openAPIV3Schema"]!;

    [Fact]
    public void The_committed_definition_is_the_one_that_the_types_give()
    {
        var committed = File.ReadAllText(RepositoryRoot.File("config", "crd", "postmortems.yaml"));

        Assert.True(
            string.Equals(CrdGenerator.Yaml(), committed, StringComparison.Ordinal),
            "config/crd/postmortems.yaml has drifted from src/Operator.Api; run: dotnet run --project src/Operator -- crd | tee charts/postmortem-operator/files/postmortems.yaml > config/crd/postmortems.yaml");
    }

    [Fact]
    public void Every_node_has_one_type_and_only_keywords_of_a_structural_schema()
    {
        Assert.All(Nodes(Root), n =>
        {
            Assert.True(n.Schema["type"] is JsonValue, $"{n.Path} has no single type");
            Assert.Equal(SchemaKeywords.Ordered(n.Schema).Select(p => p.Key), n.Schema.Select(p => p.Key));
            Assert.False(n.Schema.ContainsKey("$ref"));
        });
    }

    [Fact]
    public void Every_field_is_described()
    {
        // metadata belongs to Kubernetes, and items of scalar lists are described by their list.
        Assert.All(
            Nodes(Root).Where(n => n.Path is not "metadata" && (n.Schema["properties"] is not null || !n.IsItem)),
            n => Assert.True(n.Schema["description"] is not null, $"{n.Path} has no description"));
    }

    [Fact]
    public void Every_string_list_and_map_that_a_person_writes_is_bounded()
    {
        Assert.All(Nodes((JsonObject)Root["properties"]!["spec"]!), n =>
        {
            var bound = n.Type switch
            {
                "string" when n.Schema["enum"] is null && n.Schema["format"] is null => "maxLength",
                "array" => "maxItems",
                "object" when n.Schema["additionalProperties"] is not null => "maxProperties",
                _ => "type",
            };
            Assert.True(n.Schema.ContainsKey(bound), $"{n.Path} has no {bound}");
        });
    }

    [Fact]
    public void The_keys_of_a_list_map_are_required_and_sets_hold_scalars()
    {
        foreach (var (path, schema, _) in Nodes(Root).Where(n => n.Type == "array"))
        {
            var items = (JsonObject)schema["items"]!;
            switch (schema["x-kubernetes-list-type"]!.GetValue<string>())
            {
                case "map":
                    var required = items["required"]!.AsArray().Select(r => r!.GetValue<string>()).ToHashSet();
                    Assert.All(schema["x-kubernetes-list-map-keys"]!.AsArray(), k => Assert.Contains(k!.GetValue<string>(), required));
                    break;
                case "set":
                    Assert.True(items["type"]!.GetValue<string>() is not ("object" or "array"), path);
                    break;
            }
        }
    }

    [Fact]
    public void Rules_name_only_fields_that_exist_and_have_a_message()
    {
        foreach (var (path, schema, _) in Nodes(Root))
        {
            foreach (var rule in schema["x-kubernetes-validations"]?.AsArray() ?? [])
            {
                var fields = System.Text.RegularExpressions.Regex.Matches(rule!["rule"]!.GetValue<string>(), @"self\.(\w+)");
                Assert.NotEmpty(fields);
                if (schema["properties"] is null)
                {
                    // A rule about the keys of a map calls a macro on it.
                    Assert.All(fields, f => Assert.Contains(f.Groups[1].Value, (string[])["all", "exists"]));
                    continue;
                }

                Assert.All(fields, f => Assert.True(schema["properties"]![f.Groups[1].Value] is not null, $"{path}: {f.Value}"));
                Assert.False(string.IsNullOrWhiteSpace(rule["message"]?.GetValue<string>()));
            }
        }
    }

    [Fact]
    public void Only_the_fields_that_nobody_can_guess_are_required()
    {
        Assert.Equal(["spec"], Strings(Root["required"]));
        Assert.Equal(["title", "severity", "services"], Strings(Root["properties"]!["spec"]!["required"]));
    }

    [Fact]
    public void A_new_object_has_no_current_status() =>
        Assert.Equal("""{"observedGeneration":-1}""", Root["properties"]!["status"]!["default"]!.ToJsonString());

    [Fact]
    public void The_status_has_its_own_subresource_and_people_have_a_short_name()
    {
        Assert.Equal("{}", Version["subresources"]!["status"]!.ToJsonString());
        Assert.Equal(["pm"], Strings(Definition["spec"]!["names"]!["shortNames"]));
        Assert.Equal(["sre"], Strings(Definition["spec"]!["names"]!["categories"]));
    }

    [Fact]
    public void Every_column_reads_a_field_of_the_schema()
    {
        foreach (var path in Version["additionalPrinterColumns"]!.AsArray().Select(c => c!["jsonPath"]!.GetValue<string>()))
        {
            var node = Root;
            foreach (var step in System.Text.RegularExpressions.Regex.Replace(path, @"\[.*?\)\]", "[]").TrimStart('.').Split('.'))
            {
                if (node["properties"]?["metadata"] is not null && step == "metadata")
                {
                    break;
                }

                node = (JsonObject?)node["properties"]?[step.Replace("[]", "")];
                Assert.True(node is not null, path);
                node = step.EndsWith("[]", StringComparison.Ordinal) ? (JsonObject)node["items"]! : node;
            }
        }
    }

    private static IEnumerable<string> Strings(JsonNode? array) => array!.AsArray().Select(i => i!.GetValue<string>());

    private static IEnumerable<SchemaNode> Nodes(JsonObject schema, string path = "", bool isItem = false)
    {
        yield return new(path, schema, isItem);
        var children = (schema["properties"] as JsonObject ?? [])
            .Select(p => (Path: path.Length == 0 ? p.Key : $"{path}.{p.Key}", Schema: p.Value, IsItem: false))
            .Append((Path: path + "[]", Schema: schema["items"] ?? schema["additionalProperties"], IsItem: true));
        foreach (var node in children.Where(c => c.Schema is not null).SelectMany(c => Nodes((JsonObject)c.Schema!, c.Path, c.IsItem)))
        {
            yield return node;
        }
    }

    private sealed record SchemaNode(string Path, JsonObject Schema, bool IsItem)
    {
        public string Type => Schema["type"]!.GetValue<string>();
    }
}
