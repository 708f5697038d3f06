using System.Text.Json;

namespace Operator.Runtime.Watching;

/// <summary>Steps over the value of the property at which a reader stands. A value of another type than expected is skipped.</summary>
internal static class JsonValues
{
    /// <summary>Moves into the object that is the property's value.</summary>
    public static bool EnterObject(ref Utf8JsonReader reader) => Enter(ref reader, JsonTokenType.StartObject);

    /// <summary>Moves into the array that is the property's value.</summary>
    public static bool EnterArray(ref Utf8JsonReader reader) => Enter(ref reader, JsonTokenType.StartArray);

    public static void Skip(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    public static string? ReadText(ref Utf8JsonReader reader)
    {
        reader.Read();
        return Text(ref reader);
    }

    /// <summary>The string at which the reader stands, or null.</summary>
    /// <exception cref="JsonException">The string is no valid text.</exception>
    public static string? Text(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException e)
        {
            // Invalid UTF-8 or half a surrogate pair.
            throw new JsonException("A string is not valid text.", e);
        }
    }

    /// <summary>
    /// Length of the object that begins the text; 0 when the text ends before it. It is not checked on the way: whoever reads the object does.
    /// <see cref="Utf8JsonReader.TrySkip"/> looks at each value, which took almost half of a start's processor time.
    /// </summary>
    public static int LengthOfObject(ReadOnlySpan<byte> json)
    {
        var depth = 0;
        for (var i = 0; i < json.Length; i++)
        {
            switch (json[i])
            {
                case (byte)'"':
                    var end = EndOfString(json[(i + 1)..]);
                    if (end < 0)
                    {
                        return 0;
                    }

                    i += 1 + end;
                    break;
                case (byte)'{' or (byte)'[':
                    depth++;
                    break;
                case (byte)'}' or (byte)']':
                    depth--;
                    if (depth == 0)
                    {
                        return i + 1;
                    }

                    break;
                default:
                    break;
            }
        }

        return 0;
    }

    /// <summary>Place of the quotation mark that ends a string whose first one has been passed; negative when it is not there.</summary>
    private static int EndOfString(ReadOnlySpan<byte> text)
    {
        for (var at = 0; at < text.Length; at += 2)
        {
            var next = text[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
            {
                return -1;
            }

            at += next;
            if (text[at] == '"')
            {
                return at;
            }
        }

        return -1;
    }

    private static bool Enter(ref Utf8JsonReader reader, JsonTokenType start)
    {
        reader.Read();
        if (reader.TokenType == start)
        {
            return true;
        }

        reader.Skip();
        return false;
    }
}
