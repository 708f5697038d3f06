using System.Text.Json.Nodes;

namespace Operator.Sandbox.Tests.Conformance;

public sealed record ApiAnswer(int Code, JsonObject Body, IReadOnlyList<string> Warnings)
{
    public string Message => (string?)Body["message"] ?? "";

    public string Reason => (string?)Body["reason"] ?? "";

    public JsonNode Metadata => Body["metadata"]!;

    public string ResourceVersion => (string)Metadata["resourceVersion"]!;

    public JsonArray Items => Body["items"]!.AsArray();

    public IReadOnlyList<string> Names => [.. Items.Select(i => (string)i!["metadata"]!["name"]!)];
}
