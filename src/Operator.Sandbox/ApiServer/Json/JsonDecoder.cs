using System.Text.Json;
using System.Text.Json.Nodes;

namespace Operator.Sandbox.ApiServer.Json;

/// <summary>Reads JSON into nodes, the last of duplicate fields winning, and tells which fields were given twice.</summary>
internal static class JsonDecoder
{
    public static JsonNode? Decode(ReadOnlySpan<byte> utf8, List<string>? duplicates = null)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = 256 });
        reader.Read();
        var node = ReadValue(ref reader, "", duplicates);
        return reader.Read() ? throw new JsonException("unexpected data after top-level value") : node;
    }

    public static JsonObject DecodeObject(ReadOnlySpan<byte> utf8) =>
        Decode(utf8) as JsonObject ?? throw new JsonException("a JSON object was expected");

    private static JsonNode? ReadValue(ref Utf8JsonReader reader, string path, List<string>? duplicates) => reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadObject(ref reader, path, duplicates),
        JsonTokenType.StartArray => ReadArray(ref reader, path, duplicates),
        JsonTokenType.String => JsonValue.Create(reader.GetString()),
        JsonTokenType.True => JsonValue.Create(true),
        JsonTokenType.False => JsonValue.Create(false),
        JsonTokenType.Number => reader.TryGetInt64(out var whole) ? JsonValue.Create(whole) : JsonValue.Create(reader.GetDouble()),
        _ => null,
    };

    private static JsonObject ReadObject(ref Utf8JsonReader reader, string path, List<string>? duplicates)
    {
        var result = new JsonObject();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            reader.Read();
            var child = duplicates is null ? "" : path.Length == 0 ? name : $"{path}.{name}";
            var value = ReadValue(ref reader, child, duplicates);
            if (!result.TryAdd(name, value))
            {
                duplicates?.Add(child);
                result[name] = value;
            }
        }

        return result;
    }

    private static JsonArray ReadArray(ref Utf8JsonReader reader, string path, List<string>? duplicates)
    {
        var result = new JsonArray();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var child = duplicates is null ? "" : FormattableString.Invariant($"{path}[{result.Count}]");
            result.Add(ReadValue(ref reader, child, duplicates));
        }

        return result;
    }
}
