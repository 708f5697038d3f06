using System.Text.Json;
using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer.Json;
using Operator.Sandbox.ApiServer.Resources;
using Operator.Sandbox.ApiServer.Storage;

namespace Operator.Sandbox.ApiServer.Tables;

/// <summary>Writes <c>meta.k8s.io/v1 Table</c>s row by row.</summary>
internal sealed class TableWriter(ResourceDefinition resource, string apiVersion, string includeObject, TimeProvider time)
{
    public void Begin(Utf8JsonWriter writer, JsonObject listMetadata)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", "Table");
        writer.WriteString("apiVersion", apiVersion);
        writer.WritePropertyName("metadata");
        listMetadata.WriteTo(writer, JsonText.Relaxed);
        writer.WriteStartArray("columnDefinitions");
        foreach (var column in resource.Columns)
        {
            WriteDefinition(writer, column);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("rows");
    }

    public void WriteRow(Utf8JsonWriter writer, StoredObject item)
    {
        var stored = item.ToNode();
        writer.WriteStartObject();
        writer.WriteStartArray("cells");
        var now = time.GetUtcNow();
        foreach (var column in resource.Columns)
        {
            WriteNode(writer, column.Cell(stored, now));
        }

        writer.WriteEndArray();
        if (includeObject is not "None")
        {
            writer.WritePropertyName("object");
            WriteNode(writer, includeObject is "Object" ? resource.Strategy.FromStorage(stored) : PartialMetadata.Of(stored));
        }

        writer.WriteEndObject();
    }

    public static void End(Utf8JsonWriter writer)
    {
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteDefinition(Utf8JsonWriter writer, PrinterColumn column)
    {
        writer.WriteStartObject();
        writer.WriteString("name", column.Title);
        writer.WriteString("type", column.Type);
        writer.WriteString("format", column.Format);
        writer.WriteString("description", column.Description);
        writer.WriteNumber("priority", column.Priority);
        writer.WriteEndObject();
    }

    private static void WriteNode(Utf8JsonWriter writer, JsonNode? node)
    {
        if (node is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            node.WriteTo(writer, JsonText.Relaxed);
        }
    }
}
