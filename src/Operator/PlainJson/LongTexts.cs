using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
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

    // Between them every character but two stands for itself, in one byte.
    private const char FirstPlain = ' ';
    private const char LastPlain = '~';

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
        var json = ArrayPool<byte>.Shared.Rent((text.Length * LongestEscape) + 2);
        writer.WriteRawValue(json.AsSpan(0, Quote(text, json)), skipInputValidation: true);
        ArrayPool<byte>.Shared.Return(json);
    }

    private static int Quote(ReadOnlySpan<char> text, Span<byte> json)
    {
        json[0] = (byte)'"';
        var length = 1;
        while (text.Length > 0)
        {
            var plain = CopyPlain(text, json[length..]);
            length += plain;
            text = text[plain..];

            // Where letters are not Latin, special characters come in rows.
            while (text.Length > 0 && IsSpecial(text[0]))
            {
                // What is not Unicode, half of a pair, is written as U+FFFD, as UTF-8 has no form for it.
                _ = Rune.DecodeFromUtf16(text, out var rune, out var read);
                length += MustBeEscaped(rune.Value) ? Escape(rune.Value, json[length..]) : rune.EncodeToUtf8(json[length..]);
                text = text[read..];
            }
        }

        json[length] = (byte)'"';
        return length + 1;
    }

    /// <summary>Copies what stands for itself, up to the first character that does not. Markup has one every twenty to thirty characters.</summary>
    private static int CopyPlain(ReadOnlySpan<char> text, Span<byte> json)
    {
        var copied = 0;
        for (; text.Length - copied >= Vector128<byte>.Count; copied += Vector128<byte>.Count)
        {
            var (low, high) = (Eight(text[copied..]), Eight(text[(copied + Vector128<ushort>.Count)..]));
            Vector128.Narrow(low, high).CopyTo(json[copied..]);
            var special = Vector128.Narrow(Special(low), Special(high)).ExtractMostSignificantBits();
            if (special != 0)
            {
                return copied + BitOperations.TrailingZeroCount(special);
            }
        }

        for (; copied < text.Length && !IsSpecial(text[copied]); copied++)
        {
            json[copied] = (byte)text[copied];
        }

        return copied;
    }

    private static Vector128<ushort> Eight(ReadOnlySpan<char> text) => Vector128.Create(MemoryMarshal.Cast<char, ushort>(text));

    // Beyond a byte, narrowing would cut: such a character is special, and its mask is all ones.
    private static Vector128<ushort> Special(Vector128<ushort> text) =>
        Vector128.GreaterThan(text - Vector128.Create((ushort)FirstPlain), Vector128.Create((ushort)(LastPlain - FirstPlain)))
        | Vector128.Equals(text, Vector128.Create((ushort)'"'))
        | Vector128.Equals(text, Vector128.Create((ushort)'\\'));

    private static bool IsSpecial(char character) => character is < FirstPlain or > LastPlain or '"' or '\\';

    // Beyond what JSON asks these are U+007F to U+009F, U+2028, U+2029, U+FEFF, U+FFFE and U+FFFF: an API server reads an apply as YAML,
    // where they are refused or end a line.
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
