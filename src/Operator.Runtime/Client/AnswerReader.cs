using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Operator.Runtime.Watching;

namespace Operator.Runtime.Client;

/// <summary>Makes of an answer's bytes what is wanted of it.</summary>
/// <exception cref="JsonException">The answer is not what it should be.</exception>
internal delegate T AnswerReader<out T>(ReadOnlySpan<byte> json);

/// <summary>Readers of answers.</summary>
internal static class AnswerReaders
{
    /// <summary>The whole object.</summary>
    public static AnswerReader<T> Whole<T>(JsonTypeInfo<T> type) =>
        json => JsonSerializer.Deserialize(json, type) ?? throw new JsonException("The answer is null.");

    /// <summary>
    /// The object's resource version, and nothing behind it: who owns which field follows there, which after a write is the longer part of the answer.
    /// </summary>
    public static string ResourceVersion(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        if (reader.Read() && reader.TokenType == JsonTokenType.StartObject && Enter(ref reader, "metadata"u8) && JsonValues.EnterObject(ref reader)
            && Enter(ref reader, "resourceVersion"u8) && JsonValues.ReadText(ref reader) is { Length: > 0 } version)
        {
            return version;
        }

        throw new JsonException("The answer has no metadata.resourceVersion.");
    }

    /// <summary>Moves to the property of that name in the object in which the reader is.</summary>
    private static bool Enter(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(name))
            {
                return true;
            }

            JsonValues.Skip(ref reader);
        }

        return false;
    }
}
