using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Operator.Api.Json;

/// <summary>RFC 3339 in UTC with exactly three decimals, so that the same moment is always the same text.</summary>
public sealed class MillisecondTimeConverter : JsonConverter<DateTimeOffset>
{
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
        writer.WriteStringValue(Text(value));
    }

    /// <summary>The text of a time.</summary>
    /// <param name="time">Any offset, any fraction.</param>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
