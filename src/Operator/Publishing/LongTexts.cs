using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Operator.Publishing;

/// <summary>
/// Texts by name, written so that a YAML parser reads them as a JSON parser does: an API server reads an apply as YAML. The library's
/// encoders write what is beyond the basic plane as two escapes, which YAML reads as two characters, and leave C1 controls as they are,
/// which YAML refuses.
/// </summary>
internal sealed class LongTexts : JsonConverter<IReadOnlyDictionary<string, string>>
{
    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("An object of texts is expected.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            texts[name] = reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new JsonException("A text is expected.");
        }

        return texts;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, string> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, text) in value)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(Quote(text), skipInputValidation: true);
        }

        writer.WriteEndObject();
    }

    private static ReadOnlySpan<byte> Quote(string text)
    {
        var json = new ArrayBufferWriter<byte>(text.Length + 2);
        json.Write("\""u8);

        // Half of a pair, which UTF-8 has no form for, is enumerated as U+FFFD.
        foreach (var rune in text.EnumerateRunes())
        {
            if (Escape(rune.Value) is { } escape)
            {
                Encoding.ASCII.GetBytes(escape, json);
            }
            else
            {
                json.Advance(rune.EncodeToUtf8(json.GetSpan(4)));
            }
        }

        json.Write("\""u8);
        return json.WrittenSpan;
    }

    private static string? Escape(int rune) => rune switch
    {
        '"' => "\\\"",
        '\\' => @"\\",
        '\n' => @"\n",
        '\r' => @"\r",
        '\t' => @"\t",
        // Beyond the controls that JSON names: what YAML refuses, or reads as the end of a line.
        < 0x20 or (>= 0x7f and <= 0x9f) or 0x2028 or 0x2029 or 0xfeff or 0xfffe or 0xffff => string.Create(CultureInfo.InvariantCulture, $"\\u{rune:X4}"),
        _ => null,
    };
}
