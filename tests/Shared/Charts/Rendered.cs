using System.Text.Json.Nodes;

namespace Operator.Testing.Charts;

/// <summary>Objects that somebody would apply.</summary>
public sealed record Rendered(string Text, IReadOnlyList<JsonObject> Objects)
{
    public static Rendered Parse(string text) => new(text, [.. Yaml.Documents(text)]);

    /// <summary>The pod that the Deployment makes.</summary>
    public JsonObject PodTemplate => One("Deployment")["spec"]!["template"]!.AsObject();

    /// <summary>What the operator is configured with.</summary>
    public JsonObject Config => JsonNode.Parse(Of("ConfigMap").Single(c => Name(c).EndsWith("-config", StringComparison.Ordinal))["data"]!["config.json"]!.GetValue<string>())!.AsObject();

    public IEnumerable<JsonObject> Of(string kind) => Objects.Where(o => o["kind"]!.GetValue<string>() == kind);

    public JsonObject One(string kind) => Of(kind).Single();

    public static string Name(JsonObject resource) => resource["metadata"]!["name"]!.GetValue<string>();

    public static string? Namespace(JsonObject resource) => resource["metadata"]!["namespace"]?.GetValue<string>();

    /// <summary>Which object it is, in the whole cluster.</summary>
    public static string Identity(JsonObject resource) => $"{resource["kind"]} {Namespace(resource)}/{Name(resource)}";

    /// <summary>What the rules of roles allow, as "group/resource verb".</summary>
    public static IReadOnlyList<string> Rules(JsonObject role) =>
    [
        .. from rule in role["rules"]!.AsArray()
           from @group in rule!["apiGroups"]!.AsArray()
           from resource in rule["resources"]!.AsArray()
           from verb in rule["verbs"]!.AsArray()
           orderby $"{@group}/{resource} {verb}"
           select $"{@group}/{resource} {verb}",
    ];
}
