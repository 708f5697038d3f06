using System.Globalization;
using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer.Json;

namespace Operator.Sandbox.ApiServer.Tables;

/// <summary>The columns of <c>kubectl get events</c>, read from the stored core/v1 form.</summary>
internal static class EventColumns
{
    public static IReadOnlyList<PrinterColumn> All { get; } =
    [
        new("Last Seen", "string", LastSeen),
        PrinterColumn.At("Type", ".type"),
        PrinterColumn.At("Reason", ".reason"),
        new("Object", "string", (o, _) => Subject(o)),
        new("Subobject", "string", (o, _) => o.ObjectAt("involvedObject").TextAt("fieldPath") ?? "") { Priority = 1 },
        new("Source", "string", (o, _) => Source(o)) { Priority = 1 },
        new("Message", "string", (o, _) => o.TextAt("message")?.Trim() ?? ""),
        new("First Seen", "string", FirstSeen) { Priority = 1 },
        new("Count", "string", (o, _) => Count(o).ToString(CultureInfo.InvariantCulture)) { Priority = 1 },
        new("Name", "string", (o, _) => o.ObjectAt("metadata").TextAt("name")) { Priority = 1 },
    ];

    private static JsonNode? LastSeen(JsonObject o, DateTimeOffset now)
    {
        var series = o.ObjectAt("series").TextAt("lastObservedTime");
        return PrinterColumn.AgeOf(series ?? o.TextAt("lastTimestamp") ?? o.TextAt("eventTime"), now);
    }

    private static JsonNode? FirstSeen(JsonObject o, DateTimeOffset now) =>
        PrinterColumn.AgeOf(o.TextAt("firstTimestamp") ?? o.TextAt("eventTime"), now);

    private static JsonNode? Subject(JsonObject o)
    {
        var about = o.ObjectAt("involvedObject");
        var kind = about.TextAt("kind")?.ToLowerInvariant() ?? "";
        return about.TextAt("name") is { Length: > 0 } name ? $"{kind}/{name}" : kind;
    }

    private static JsonNode? Source(JsonObject o)
    {
        var source = o.ObjectAt("source");
        var parts = new[] { source.TextAt("component") ?? o.TextAt("reportingComponent"), source.TextAt("host") ?? o.TextAt("reportingInstance") };
        return string.Join(", ", parts.Where(p => !string.IsNullOrEmpty(p)));
    }

    private static long Count(JsonObject o) => o.ObjectAt("series").LongAt("count") ?? o.LongAt("count") ?? 1;
}
