using System.Text.Json;
using System.Text.Json.Nodes;

namespace Operator.Sandbox.ApiServer.Tables;

/// <summary>Objects without anything but their metadata.</summary>
internal static class PartialMetadata
{
    public static JsonObject Of(JsonObject value) => new()
    {
        ["kind"] = "PartialObjectMetadata",
        ["apiVersion"] = "meta.k8s.io/v1",
        ["metadata"] = value["metadata"]?.DeepClone(),
    };

    /// <summary>Cuts the metadata out of a stored object. Kubernetes has it decoded; reading a whole object for it would cost what it is to spare.</summary>
    public static byte[] Encode(ReadOnlySpan<byte> json) =>
        [.. "{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":"u8, .. Metadata(json), (byte)'}'];

    private static ReadOnlySpan<byte> Metadata(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isMetadata = reader.ValueTextEquals("metadata"u8);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (isMetadata)
            {
                return json[start..(int)reader.BytesConsumed];
            }
        }

        return "null"u8;
    }
}
