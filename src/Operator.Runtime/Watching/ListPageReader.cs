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
        AfterItem,
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
        var consumed = 0;
        while (_position != Position.End)
        {
            var rest = bytes[consumed..];
            var taken = _position is Position.Items or Position.AfterItem ? StepItem(rest, onItem) : StepMember(rest, isFinal);
            if (taken == 0)
            {
                break;
            }

            consumed += taken;
        }

        return consumed;
    }

    /// <summary>Takes an item, or what stands between two of them; returns its length, or 0 when the bytes do not hold all of it.</summary>
    private int StepItem(ReadOnlySpan<byte> bytes, Action<StoredObject> onItem)
    {
        var at = bytes.IndexOfAnyExcept(" \t\r\n"u8);
        if (at < 0)
        {
            return 0;
        }

        switch (bytes[at])
        {
            case (byte)']':
                _position = Position.Members;
                return at + 1;
            case (byte)',' when _position == Position.AfterItem:
                _position = Position.Items;
                return at + 1;
            case (byte)'{' when _position == Position.Items:
                var length = JsonValues.LengthOfObject(bytes[at..]);
                if (length == 0)
                {
                    return 0;
                }

                var item = new Utf8JsonReader(bytes.Slice(at, length));
                item.Read();
                onItem(projection.Read(ref item));
                _position = Position.AfterItem;
                return at + length;
            default:
                throw NotAList();
        }
    }

    /// <summary>Takes a member of the list up to its value's end, of the items only up to their first; returns its length, or 0 as above.</summary>
    private int StepMember(ReadOnlySpan<byte> bytes, bool isFinal)
    {
        var reader = new Utf8JsonReader(bytes, isFinal, _state);
        if (!reader.Read())
        {
            return 0;
        }

        switch (_position, reader.TokenType)
        {
            case (Position.Start, JsonTokenType.StartObject):
                _position = Position.Members;
                break;
            case (Position.Members, JsonTokenType.EndObject):
                _position = Position.End;
                break;
            case (Position.Members, JsonTokenType.PropertyName):
                if (!TakeMember(ref reader, bytes))
                {
                    return 0;
                }

                break;
            default:
                throw NotAList();
        }

        _state = _position == Position.Items ? _state : reader.CurrentState;
        return (int)reader.BytesConsumed;
    }

    private bool TakeMember(ref Utf8JsonReader reader, ReadOnlySpan<byte> bytes)
    {
        var (isItems, isMetadata, before) = (reader.ValueTextEquals("items"u8), reader.ValueTextEquals("metadata"u8), reader.CurrentState);
        if (!reader.Read())
        {
            return false;
        }

        if (isItems && reader.TokenType == JsonTokenType.StartArray)
        {
            // What the array holds passes the reader by. To it the array is an empty one, and its end the next to come.
            var empty = new Utf8JsonReader("[]"u8, isFinalBlock: false, before);
            _ = empty.Read() && empty.Read();
            (_state, _position) = (empty.CurrentState, Position.Items);
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

    private static JsonException NotAList() => new("A list of objects is expected.");

    private void ReadMetadata(ReadOnlySpan<byte> json)
    {
        var metadata = JsonSerializer.Deserialize(json, Client.RuntimeJsonContext.Default.ListMetadata);
        (_resourceVersion, _continue) = (metadata?.ResourceVersion, metadata?.Continue);
    }
}
