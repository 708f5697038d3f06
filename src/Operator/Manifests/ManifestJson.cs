using System.Buffers;
using System.Text.Json;

namespace Operator.Manifests;

/// <summary>Writes a manifest's values as JSON, as kubectl would send them.</summary>
internal static class ManifestJson
{
    // Every whole number below this is exact in a double.
    private const double LargestExact = 9_007_199_254_740_992;

    /// <summary>The value as UTF-8 JSON, without fields that are null: the API server drops those.</summary>
    /// <param name="node">The value.</param>
    public static ReadOnlyMemory<byte> Write(ManifestNode node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, node);
        }

        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter writer, ManifestNode node)
    {
        switch (node.Kind)
        {
            case ManifestNodeKind.Null:
                writer.WriteNullValue();
                break;
            case ManifestNodeKind.Boolean:
                writer.WriteBooleanValue(node.IsTrue);
                break;
            case ManifestNodeKind.Number when node.IsInteger && Math.Abs(node.Number) < LargestExact:
                writer.WriteNumberValue((long)node.Number);
                break;
            case ManifestNodeKind.Number:
                writer.WriteNumberValue(node.Number);
                break;
            case ManifestNodeKind.String:
                writer.WriteStringValue(node.Text);
                break;
            case ManifestNodeKind.List:
                WriteList(writer, node);
                break;
            default:
                WriteObject(writer, node);
                break;
        }
    }

    private static void WriteList(Utf8JsonWriter writer, ManifestNode node)
    {
        writer.WriteStartArray();
        foreach (var item in node.Items)
        {
            Write(writer, item);
        }

        writer.WriteEndArray();
    }

    private static void WriteObject(Utf8JsonWriter writer, ManifestNode node)
    {
        writer.WriteStartObject();
        foreach (var field in node.Fields.Where(f => f.Value.Kind != ManifestNodeKind.Null))
        {
            writer.WritePropertyName(field.Key);
            Write(writer, field.Value);
        }

        writer.WriteEndObject();
    }
}
