using System.Text.Json;

namespace Operator.Runtime.Watching;

/// <summary>Reads one page of a LIST item by item, so that memory holds one item and not the page.</summary>
internal sealed class ListPageReader(ObjectProjection projection, int maxItemLength)
{
    private enum Position
    {
        Start,
        Members,
        Items,
        End,
    }

    private JsonReaderState _state;
    private Position _position;
    private string? _resourceVersion;
    private string? _continue;

    /// <summary>Reads the page and gives each item to <paramref name="onItem"/>.</summary>
    /// <returns>Version of the collection, and the token of the next page or null.</returns>
    /// <exception cref="JsonException">The stream is no list, or ends early.</exception>
    public async Task<(string? ResourceVersion, string? Continue)> ReadAsync(
        Stream stream, Action<StoredObject> onItem, CancellationToken cancellationToken)
    {
        using var buffer = new StreamBuffer(stream, maxItemLength);
        var isFinal = false;
        while (true)
        {
            buffer.Consume(Advance(buffer.Unread, isFinal, onItem));
            if (_position == Position.End)
            {
                return (_resourceVersion, string.IsNullOrEmpty(_continue) ? null : _continue);
            }

            if (isFinal)
            {
                throw new JsonException("The list ends early.");
            }

            isFinal = !await buffer.FillAsync(cancellationToken);
        }
    }

    /// <summary>Takes as many whole values as the bytes hold and returns how many bytes those were.</summary>
    private int Advance(ReadOnlySpan<byte> bytes, bool isFinal, Action<StoredObject> onItem)
    {
        var reader = new Utf8JsonReader(bytes, isFinal, _state);
        var consumed = 0;
        while (_position != Position.End && Step(ref reader, bytes, onItem))
        {
            consumed = (int)reader.BytesConsumed;
            _state = reader.CurrentState;
        }

        return consumed;
    }

    /// <summary>Takes one value; false when the bytes do not hold all of it, and then nothing was taken.</summary>
    private bool Step(ref Utf8JsonReader reader, ReadOnlySpan<byte> bytes, Action<StoredObject> onItem)
    {
        if (!reader.Read())
        {
            return false;
        }

        switch (_position, reader.TokenType)
        {
            case (Position.Start, JsonTokenType.StartObject):
                _position = Position.Members;
                return true;
            case (Position.Members, JsonTokenType.EndObject):
                _position = Position.End;
                return true;
            case (Position.Members, JsonTokenType.PropertyName):
                return StepMember(ref reader, bytes);
            case (Position.Items, JsonTokenType.EndArray):
                _position = Position.Members;
                return true;
            case (Position.Items, JsonTokenType.StartObject):
                var start = (int)reader.TokenStartIndex;
                if (!reader.TrySkip())
                {
                    return false;
                }

                var item = new Utf8JsonReader(bytes[start..(int)reader.BytesConsumed]);
                item.Read();
                onItem(projection.Read(ref item));
                return true;
            default:
                throw new JsonException("A list of objects is expected.");
        }
    }

    private bool StepMember(ref Utf8JsonReader reader, ReadOnlySpan<byte> bytes)
    {
        var (isItems, isMetadata) = (reader.ValueTextEquals("items"u8), reader.ValueTextEquals("metadata"u8));
        if (!reader.Read())
        {
            return false;
        }

        if (isItems && reader.TokenType == JsonTokenType.StartArray)
        {
            _position = Position.Items;
            return true;
        }

        var start = (int)reader.TokenStartIndex;
        if (!reader.TrySkip())
        {
            return false;
        }

        if (isMetadata)
        {
            ReadMetadata(bytes[start..(int)reader.BytesConsumed]);
        }

        return true;
    }

    private void ReadMetadata(ReadOnlySpan<byte> json)
    {
        var metadata = JsonSerializer.Deserialize(json, KubeApi.RuntimeJsonContext.Default.ListMetadata);
        (_resourceVersion, _continue) = (metadata?.ResourceVersion, metadata?.Continue);
    }
}
