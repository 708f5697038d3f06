using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Operator.PlainJson;

/// <summary>
/// Texts by name, of which some are whole pages: what must be is escaped, and what lies between is copied in one go. The library's
/// encoders go on character by character after the first quotation mark, and halve what is beyond the basic plane into two escapes.
/// </summary>
internal sealed class LongTexts : JsonConverter<IReadOnlyDictionary<string, string>>
{
    private const int LongestEscape = 6;

    // Beyond what JSON asks: an API server reads an apply as YAML, where these are refused or end a line.
    private static readonly SearchValues<char> Escaped =
        SearchValues.Create([.. Range('\0', '\u001f'), '"', '\\', .. Range('\u007f', '\u009f'), '\u2028', '\u2029', '\ufeff', '\ufffe', '\uffff']);

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
            var json = ArrayPool<byte>.Shared.Rent((text.Length * LongestEscape) + 2);
            writer.WriteRawValue(json.AsSpan(0, Encode(text, json)), skipInputValidation: true);
            ArrayPool<byte>.Shared.Return(json);
        }

        writer.WriteEndObject();
    }

    private static int Encode(ReadOnlySpan<char> text, Span<byte> json)
    {
        json[0] = (byte)'"';
        var length = 1;
        while (text.Length > 0)
        {
            var next = text.IndexOfAny(Escaped);
            var plain = next < 0 ? text : text[..next];
            // Half a pair becomes U+FFFD, as the library's encoders make of it.
            Utf8.FromUtf16(plain, json[length..], out _, out var written);
            length += written;
            if (next < 0)
            {
                break;
            }

            length += Escape(text[next], json[length..]);
            text = text[(next + 1)..];
        }

        json[length] = (byte)'"';
        return length + 1;
    }

    private static int Escape(char character, Span<byte> json)
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
        _ = ((int)character).TryFormat(json[2..], out _, "X4", CultureInfo.InvariantCulture);
        return LongestEscape;
    }

    private static IEnumerable<char> Range(char first, char last) => Enumerable.Range(first, last - first + 1).Select(c => (char)c);
}
