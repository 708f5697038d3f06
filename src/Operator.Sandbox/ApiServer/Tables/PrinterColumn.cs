using System.Globalization;
using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer.Json;

namespace Operator.Sandbox.ApiServer.Tables;

/// <summary>One column of a Table: its definition and how a cell is read from an object.</summary>
internal sealed class PrinterColumn(string name, string type, Func<JsonObject, DateTimeOffset, JsonNode?> read)
{
    public static readonly PrinterColumn Name = new("Name", "string", (o, _) => o.ObjectAt("metadata").TextAt("name"))
    {
        Format = "name",
        Description = "Name must be unique within a namespace.",
    };

    public static readonly PrinterColumn Age = new("Age", "string", (o, now) => AgeOf(o.ObjectAt("metadata").TextAt("creationTimestamp"), now))
    {
        Description = "CreationTimestamp is a timestamp representing the server time when this object was created.",
    };

    public string Title { get; } = name;

    public string Type { get; } = type;

    public string Format { get; init; } = "";

    public string Description { get; init; } = "";

    public int Priority { get; init; }

    public JsonNode? Cell(JsonObject value, DateTimeOffset now) => read(value, now);

    public static PrinterColumn At(string name, string path)
    {
        var expression = JsonPathExpression.Parse(path);
        return new PrinterColumn(name, "string", (o, _) => Text(expression.Find(o)));
    }

    public static PrinterColumn Count(string name, params string[] members) =>
        new(name, "string", (o, _) => JsonValue.Create(members.Sum(m => (o[m] as JsonObject)?.Count ?? (o[m] as JsonArray)?.Count ?? 0)));

    public static PrinterColumn FromCrd(JsonObject column)
    {
        var expression = JsonPathExpression.Parse(column.TextAt("jsonPath") ?? "");
        var type = column.TextAt("type") ?? "string";
        return new PrinterColumn(column.TextAt("name") ?? "", type, (o, now) => ReadCell(expression, type, o, now))
        {
            Format = column.TextAt("format") ?? "",
            Description = column.TextAt("description") ?? $"Custom resource definition column (in JSONPath format): {column.TextAt("jsonPath")}",
            Priority = (int)(column.LongAt("priority") ?? 0),
        };
    }

    public static string AgeOf(string? timestamp, DateTimeOffset now) =>
        DateTimeOffset.TryParse(timestamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? HumanDuration.Format(now - at)
            : "<unknown>";

    private static JsonNode? ReadCell(JsonPathExpression expression, string type, JsonObject value, DateTimeOffset now)
    {
        var found = expression.Find(value);
        if (found.Count == 0)
        {
            return null;
        }

        return type switch
        {
            "string" => Text(found),
            "date" => AgeOf(found[0].AsText(), now),
            "integer" => found[0].IsNumber() ? JsonValue.Create((long)found[0].AsDouble()) : null,
            _ => found[0].DeepClone(),
        };
    }

    private static JsonValue? Text(IReadOnlyList<JsonNode> found) =>
        found.Count == 0 ? null : JsonValue.Create(string.Join(' ', found.Select(n => n.AsText() ?? n.ToJsonString(JsonText.Relaxed))));
}
