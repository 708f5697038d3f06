using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer.Json;
using Operator.Sandbox.ApiServer.Schemas;
using Operator.Sandbox.ApiServer.Tables;

namespace Operator.Sandbox.ApiServer.Resources;

/// <summary>Reads what a CustomResourceDefinition serves.</summary>
internal static class CustomResources
{
    public static IReadOnlyList<ResourceDefinition> Read(JsonObject crd)
    {
        var spec = crd.ObjectAt("spec")!;
        var versions = spec.ArrayAt("versions")!.OfType<JsonObject>().ToList();
        var storage = versions.Find(v => v.FlagAt("storage")).TextAt("name") ?? "";
        return [.. versions.Where(v => v.FlagAt("served")).Select(v => Read(spec, v, storage))];
    }

    private static ResourceDefinition Read(JsonObject spec, JsonObject version, string storageVersion)
    {
        var names = spec.ObjectAt("names");
        var group = spec.TextAt("group") ?? "";
        var name = version.TextAt("name") ?? "";
        var kind = names.TextAt("kind") ?? "";
        var schema = version.ObjectAt("schema").ObjectAt("openAPIV3Schema") ?? [];
        return new ResourceDefinition
        {
            Group = group,
            Version = name,
            Plural = names.TextAt("plural") ?? "",
            Singular = names.TextAt("singular") ?? kind.ToLowerInvariant(),
            Kind = kind,
            Namespaced = spec.TextAt("scope") is "Namespaced",
            ShortNames = Texts(names, "shortNames"),
            Categories = Texts(names, "categories"),
            Schema = new SchemaParser().Parse(schema),
            HasStatus = version.ObjectAt("subresources")?.ContainsKey("status") == true,
            Columns = Columns(version),
            SelectableFields = Selectable(version),
            Strategy = new CustomResourceStrategy($"{group}/{name}", $"{group}/{storageVersion}"),
            IsCustom = true,
            DeprecationWarning = version.FlagAt("deprecated")
                ? version.TextAt("deprecationWarning") ?? $"{group}/{name} {kind} is deprecated"
                : null,
        };
    }

    private static Dictionary<string, string> Selectable(JsonObject version) =>
        (version.ArrayAt("selectableFields") ?? [])
            .Select(f => (f as JsonObject).TextAt("jsonPath")?.TrimStart('.') ?? "")
            .ToDictionary(p => p, p => p, StringComparer.Ordinal);

    private static IReadOnlyList<PrinterColumn> Columns(JsonObject version)
    {
        var declared = version.ArrayAt("additionalPrinterColumns")?.OfType<JsonObject>().Select(PrinterColumn.FromCrd).ToList() ?? [];
        return declared.Count == 0 ? [PrinterColumn.Name, PrinterColumn.Age] : [PrinterColumn.Name, .. declared];
    }

    private static IReadOnlyList<string> Texts(JsonObject? node, string name) => [.. node.ArrayAt(name)?.Select(n => n.AsText() ?? "") ?? []];
}
