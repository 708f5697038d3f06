using System.Text.Json;

namespace Operator.Prometheus;

/// <summary>What one token of an answer may be; every other is a <see cref="JsonException"/>.</summary>
internal static class ResponseTokens
{
    private const int MaxTextLength = 1000;

    // The end of the year 9999, in seconds: the last that DateTimeOffset can hold.
    private const double EndOfTime = 253402300799d;

    public static void Require(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (reader.TokenType != type)
        {
            throw Unexpected(ref reader);
        }
    }

    /// <summary>A text for people, cut to a sensible length, or null.</summary>
    public static string? Text(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        Require(ref reader, JsonTokenType.String);
        var text = reader.GetString()!;
        return text.Length <= MaxTextLength ? text : text[..MaxTextLength];
    }

    /// <summary>The second half of a pair of seconds since 1970 and a value, which is a string.</summary>
    public static PrometheusSample Sample(ref Utf8JsonReader reader, double seconds)
    {
        if (reader.TokenType != JsonTokenType.String || !(seconds >= 0 && seconds < EndOfTime))
        {
            throw Unexpected(ref reader);
        }

        return new PrometheusSample((long)Math.Round(seconds * 1000), SampleValue.Parse(reader.GetString()!));
    }

    public static JsonException Unexpected(ref Utf8JsonReader reader) => new($"unexpected {reader.TokenType}");
}
