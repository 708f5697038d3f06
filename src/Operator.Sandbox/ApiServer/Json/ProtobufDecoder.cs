using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Operator.Sandbox.ApiServer.Json;

/// <summary>
/// Reads the Kubernetes protobuf envelope of the kinds that kubectl's typed commands create: it sends them in this form only.
/// Answers are always JSON, which clients accept beside it.
/// </summary>
internal static class ProtobufDecoder
{
    public const string MediaType = "application/vnd.kubernetes.protobuf";

    private static readonly byte[] Magic = "k8s\0"u8.ToArray();

    /// <exception cref="JsonException">The bytes are not a message, or of a kind that is not known here.</exception>
    public static JsonObject Decode(ReadOnlySpan<byte> body)
    {
        if (!body.StartsWith(Magic))
        {
            throw new JsonException("provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
        }

        var (apiVersion, kind, raw) = ReadUnknown(body[Magic.Length..]);
        var message = ProtobufMessages.Find(kind) ?? throw new JsonException($"no protobuf description for {apiVersion}, Kind={kind}");
        var value = new JsonObject { ["apiVersion"] = apiVersion, ["kind"] = kind };
        foreach (var (name, member) in Read(raw, message).ToList())
        {
            value[name] = member?.DeepClone();
        }

        return value;
    }

    private static (string ApiVersion, string Kind, byte[] Raw) ReadUnknown(ReadOnlySpan<byte> bytes)
    {
        var reader = new ProtobufReader(bytes);
        var (apiVersion, kind, raw) = ("", "", Array.Empty<byte>());
        while (reader.Next(out var field))
        {
            switch (field)
            {
                case 1:
                    var type = new ProtobufReader(reader.Bytes());
                    while (type.Next(out var part))
                    {
                        var text = Encoding.UTF8.GetString(type.Bytes());
                        (apiVersion, kind) = part == 1 ? (text, kind) : (apiVersion, text);
                    }

                    break;
                case 2:
                    raw = reader.Bytes().ToArray();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return (apiVersion, kind, raw);
    }

    private static JsonObject Read(ReadOnlySpan<byte> bytes, ProtobufMessage message)
    {
        var value = new JsonObject();
        var reader = new ProtobufReader(bytes);
        while (reader.Next(out var number))
        {
            if (!message.Fields.TryGetValue(number, out var field))
            {
                reader.Skip();
                continue;
            }

            switch (field.Type)
            {
                case ProtobufType.StringMap or ProtobufType.BytesMap:
                    var (key, item) = ReadEntry(reader.Bytes(), field.Type);
                    value.ObjectOrNew(field.Name)[key] = item;
                    break;
                case var _ when field.Repeated:
                    if (value[field.Name] is not JsonArray array)
                    {
                        value[field.Name] = array = [];
                    }

                    array.Add(ReadValue(ref reader, field));
                    break;
                default:
                    SetUnlessEmpty(value, field.Name, ReadValue(ref reader, field));
                    break;
            }
        }

        return value;
    }

    private static JsonNode? ReadValue(ref ProtobufReader reader, ProtobufField field) => field.Type switch
    {
        ProtobufType.Text => Encoding.UTF8.GetString(reader.Bytes()),
        ProtobufType.Number => (long)reader.Varint(),
        ProtobufType.Flag => reader.Varint() != 0,
        ProtobufType.Time => ReadTime(reader.Bytes(), field.Name),
        _ => Read(reader.Bytes(), field.Message!),
    };

    private static (string Key, JsonNode? Value) ReadEntry(ReadOnlySpan<byte> bytes, ProtobufType type)
    {
        var (key, value) = ("", Array.Empty<byte>());
        var reader = new ProtobufReader(bytes);
        while (reader.Next(out var field))
        {
            var content = reader.Bytes().ToArray();
            (key, value) = field == 1 ? (Encoding.UTF8.GetString(content), value) : (key, content);
        }

        return (key, type == ProtobufType.BytesMap ? Convert.ToBase64String(value) : Encoding.UTF8.GetString(value));
    }

    private static JsonNode? ReadTime(ReadOnlySpan<byte> bytes, string name)
    {
        var (seconds, nanos) = (0L, 0L);
        var reader = new ProtobufReader(bytes);
        while (reader.Next(out var field))
        {
            var value = (long)reader.Varint();
            (seconds, nanos) = field == 1 ? (value, nanos) : (seconds, value);
        }

        if (seconds == 0 && nanos == 0)
        {
            return null;
        }

        var at = DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanos / 100).UtcDateTime;
        var micro = name is "acquireTime" or "renewTime" or "eventTime" or "lastObservedTime";
        return at.ToString(micro ? "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'" : "yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Go writes the zero values of fields that are not pointers; JSON leaves them out.</summary>
    private static void SetUnlessEmpty(JsonObject target, string name, JsonNode? value)
    {
        if (value is not (null or JsonObject { Count: 0 }) && value.AsText() is not "")
        {
            target[name] = value;
        }
    }
}
