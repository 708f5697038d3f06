using System.Text.Json;
using System.Text.Json.Serialization;

namespace Operator.Api.Json;

/// <summary>RFC 3339 in UTC with exactly three decimals, so that the same moment is always the same text.</summary>
public sealed class MillisecondTimeConverter : JsonConverter<DateTimeOffset>
{
    // "2025-12-14T07:05:00.000Z". A status has dozens of times, and .NET reads a format of one's own anew for each.
    private const int Length = 24;

    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.GetString() ?? throw new JsonException("expected a time, found null");
        return Rfc3339.TryParse(text, out var time)
            ? time
            : throw new JsonException($"'{text}' is not an RFC 3339 time such as 2025-12-14T07:05:00Z");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Span<char> text = stackalloc char[Length];
        Write(value, text);
        writer.WriteStringValue(text);
    }

    /// <summary>The text of a time.</summary>
    /// <param name="time">Any offset, any fraction.</param>
    public static string Text(DateTimeOffset time) => string.Create(Length, time, static (text, time) => Write(time, text));

    private static void Write(DateTimeOffset time, Span<char> text)
    {
        var utc = time.UtcDateTime;
        Digits(utc.Year, text[..4]);
        text[4] = '-';
        Digits(utc.Month, text[5..7]);
        text[7] = '-';
        Digits(utc.Day, text[8..10]);
        text[10] = 'T';
        Digits(utc.Hour, text[11..13]);
        text[13] = ':';
        Digits(utc.Minute, text[14..16]);
        text[16] = ':';
        Digits(utc.Second, text[17..19]);
        text[19] = '.';
        Digits(utc.Millisecond, text[20..23]);
        text[23] = 'Z';
    }

    private static void Digits(int number, Span<char> text)
    {
        for (var i = text.Length - 1; i >= 0; i--)
        {
            text[i] = (char)('0' + (number % 10));
            number /= 10;
        }
    }
}
