using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Operator.PlainJson;

/// <summary>
/// Texts by name, of which some are whole pages: what must be is escaped, and what lies between is copied in one go. The library's
/// encoders go on character by character after the first quotation mark, and halve what is beyond the basic plane into two escapes.
/// </summary>
internal sealed class LongTexts : JsonConverter<IReadOnlyDictionary<string, string>>
{
    private const int LongestEscape = 6;

    // Bytes that are escaped, or begin in UTF-8 what is. Beyond what JSON asks these are U+007F to U+009F, U+2028, U+2029, U+FEFF, U+FFFE
    // and U+FFFF: an API server reads an apply as YAML, where they are refused or end a line.
    private static readonly bool[] IsSuspect = [.. Enumerable.Range(0, 256).Select(b => b is < 0x20 or '"' or '\\' or 0x7f or 0xc2 or 0xe2 or 0xef)];

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
            Write(writer, text);
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string text)
    {
        var utf8 = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        var length = Encoding.UTF8.GetBytes(text, utf8);
        var json = ArrayPool<byte>.Shared.Rent((length * LongestEscape) + 2);
        writer.WriteRawValue(json.AsSpan(0, Quote(utf8.AsSpan(0, length), json)), skipInputValidation: true);
        ArrayPool<byte>.Shared.Return(json);
        ArrayPool<byte>.Shared.Return(utf8);
    }

    private static int Quote(ReadOnlySpan<byte> text, Span<byte> json)
    {
        json[0] = (byte)'"';
        var length = 1;
        while (text.Length > 0)
        {
            var plain = PlainLength(text);
            text[..plain].CopyTo(json[length..]);
            length += plain;
            text = text[plain..];
            if (text.Length > 0)
            {
                _ = Rune.DecodeFromUtf8(text, out var rune, out var read);
                length += MustBeEscaped(rune.Value) ? Escape(rune.Value, json[length..]) : rune.EncodeToUtf8(json[length..]);
                text = text[read..];
            }
        }

        json[length] = (byte)'"';
        return length + 1;
    }

    // Markup has something to escape every twenty to thirty bytes: a search made for long stretches takes three times as long.
    private static int PlainLength(ReadOnlySpan<byte> text)
    {
        var isSuspect = IsSuspect.AsSpan();
        for (var i = 0; i < text.Length; i++)
        {
            if (isSuspect[text[i]])
            {
                return i;
            }
        }

        return text.Length;
    }

    private static bool MustBeEscaped(int rune) =>
        rune is < 0x20 or '"' or '\\' or (>= 0x7f and <= 0x9f) or 0x2028 or 0x2029 or 0xfeff or 0xfffe or 0xffff;

    private static int Escape(int character, Span<byte> json)
    {
        ReadOnlySpan<byte> escape = character switch
        {
            '"' => "\\\""u8,
            '\\' => @"\\"u8,
            '\n' => @"\n"u8,
            '\r' => @"\r"u8,
            '\t' => @"\t"u8,
            _ => [],
        };
        if (escape.Length > 0)
        {
            escape.CopyTo(json);
            return escape.Length;
        }

        @"\u"u8.CopyTo(json);
        _ = character.TryFormat(json[2..], out _, "X4", CultureInfo.InvariantCulture);
        return LongestEscape;
    }
}
