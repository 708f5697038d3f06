using System.Text.Json;
using Operator.Runtime.Client;

namespace Operator.Runtime.Watching;

/// <summary>Kind of a line of a watch stream.</summary>
internal enum WatchEventType
{
    Unknown,
    Added,
    Modified,
    Deleted,
    Bookmark,
    Error,
}

/// <summary>One line of a watch stream.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Object">The object; null for bookmarks and errors.</param>
/// <param name="ResourceVersion">The version that the stream has reached; null for errors.</param>
/// <param name="Failure">The error, or null.</param>
internal readonly record struct WatchEvent(WatchEventType Type, StoredObject? Object, string? ResourceVersion, ApiStatus? Failure)
{
    /// <summary>Parses a line in one pass.</summary>
    /// <exception cref="JsonException">The line is no watch event.</exception>
    public static WatchEvent Parse(ReadOnlySpan<byte> line, ObjectProjection projection)
    {
        var reader = new Utf8JsonReader(line);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("A watch event is expected.");
        }

        WatchEventType? type = null;
        WatchEvent? parsed = null;
        Utf8JsonReader postponed = default;
        var isPostponed = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                type = ReadType(ref reader);
                reader.Skip();
            }
            else if (reader.ValueTextEquals("object"u8))
            {
                reader.Read();
                if (type is { } known)
                {
                    parsed = ReadObject(known, ref reader, line, projection);
                }
                else
                {
                    // Servers send the type first; JSON does not promise it.
                    postponed = reader;
                    isPostponed = true;
                    reader.Skip();
                }
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        if (reader.TokenType != JsonTokenType.EndObject || reader.Read())
        {
            throw new JsonException("A watch event ends early or is followed by something.");
        }

        if (isPostponed && type is { } late)
        {
            parsed = ReadObject(late, ref postponed, line, projection);
        }

        return parsed ?? throw new JsonException("A watch event without type or object.");
    }

    private static WatchEvent ReadObject(WatchEventType type, ref Utf8JsonReader reader, ReadOnlySpan<byte> line, ObjectProjection projection)
    {
        switch (type)
        {
            case WatchEventType.Added or WatchEventType.Modified or WatchEventType.Deleted:
                var stored = projection.Read(ref reader);
                return new WatchEvent(type, stored, stored.ResourceVersion, null);
            case WatchEventType.Bookmark:
                return new WatchEvent(type, null, ReadVersion(ref reader), null);
            case WatchEventType.Error:
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                return new WatchEvent(type, null, null, ApiFailure.Parse(line[start..(int)reader.BytesConsumed]));
            default:
                reader.Skip();
                return new WatchEvent(type, null, null, null);
        }
    }

    private static WatchEventType ReadType(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return WatchEventType.Unknown;
        }

        var name = reader.ValueSpan;
        return name.SequenceEqual("ADDED"u8) ? WatchEventType.Added
            : name.SequenceEqual("MODIFIED"u8) ? WatchEventType.Modified
            : name.SequenceEqual("DELETED"u8) ? WatchEventType.Deleted
            : name.SequenceEqual("BOOKMARK"u8) ? WatchEventType.Bookmark
            : name.SequenceEqual("ERROR"u8) ? WatchEventType.Error
            : WatchEventType.Unknown;
    }

    /// <summary>A bookmark's object holds only <c>metadata.resourceVersion</c>.</summary>
    private static string? ReadVersion(ref Utf8JsonReader reader)
    {
        string? version = null;
        var depth = reader.CurrentDepth;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("A bookmark without an object.");
        }

        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType == JsonTokenType.PropertyName
                && reader.CurrentDepth == depth + 2
                && reader.ValueTextEquals("resourceVersion"u8))
            {
                reader.Read();
                version = reader.TokenType == JsonTokenType.String ? reader.GetString() : version;
            }
        }

        return version;
    }
}
