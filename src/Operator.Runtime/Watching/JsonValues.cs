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
