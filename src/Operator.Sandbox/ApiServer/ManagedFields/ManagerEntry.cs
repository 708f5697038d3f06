using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer.Json;

namespace Operator.Sandbox.ApiServer.ManagedFields;

/// <summary>One entry of <c>metadata.managedFields</c>.</summary>
internal sealed record ManagerEntry(string Manager, string Operation, string ApiVersion, string Subresource, string Time, FieldTree Fields)
{
    public bool IsApply => Operation is "Apply";

    public (string, string, string, string) Identity => (Manager, Operation, ApiVersion, Subresource);

    /// <summary>As conflicts name it: <c>"kubectl-edit" using v1</c>.</summary>
    public string Show(string requestVersion)
    {
        var text = $"\"{Manager}\"";
        if (Subresource.Length > 0)
        {
            text += $" with subresource \"{Subresource}\"";
        }

        return IsApply ? text : $"{text} using {(ApiVersion.Length == 0 ? requestVersion : ApiVersion)}";
    }

    public static List<ManagerEntry> ReadAll(JsonObject? value) =>
        [.. value.ObjectAt("metadata").ArrayAt("managedFields")?.OfType<JsonObject>().Where(e => e.ObjectAt("fieldsV1") is not null).Select(Read) ?? []];

    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["apiVersion"] = ApiVersion,
            ["fieldsType"] = "FieldsV1",
            ["fieldsV1"] = Fields.ToFieldsV1(),
            ["manager"] = Manager,
            ["operation"] = Operation,
            ["time"] = Time,
        };
        if (Subresource.Length > 0)
        {
            json["subresource"] = Subresource;
        }

        return json;
    }

    private static ManagerEntry Read(JsonObject e) =>
        new(
            e.TextAt("manager") ?? "",
            e.TextAt("operation") ?? "Update",
            e.TextAt("apiVersion") ?? "",
            e.TextAt("subresource") ?? "",
            e.TextAt("time") ?? "",
            FieldTree.FromFieldsV1(e.ObjectAt("fieldsV1")!));
}
