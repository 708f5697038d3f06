using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Scriban.Runtime;

namespace Operator.Rendering.Templates;

/// <summary>
/// <c>object.to_json</c> and <c>object.from_json</c> of what templates can hold. Scriban's own ask the serializer to look at types
/// as it runs, which a program that is compiled ahead cannot.
/// </summary>
internal static class TemplateJson
{
    /// <summary>The value as JSON.</summary>
    /// <exception cref="InvalidOperationException">It is too deep or too long, or holds what JSON cannot.</exception>
    public static string Write(object? value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, value, 0);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>JSON as a template's value.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static object? Read(string? json)
    {
        using var document = JsonDocument.Parse(json ?? "", new JsonDocumentOptions { MaxDepth = TemplateLimits.Recursion });
        return Value(document.RootElement);
    }

    private static void Write(Utf8JsonWriter writer, object? value, int depth)
    {
        if (depth > TemplateLimits.Recursion)
        {
            throw new InvalidOperationException($"The value is more than {TemplateLimits.Recursion} levels deep, or holds itself.");
        }

        // A few small lists that hold each other twice are without end when written out.
        if (writer.BytesCommitted + writer.BytesPending > TemplateLimits.Value)
        {
            throw new InvalidOperationException($"The value is longer than {TemplateLimits.Value} bytes as JSON.");
        }

        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case bool truth:
                writer.WriteBooleanValue(truth);
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case double or float or decimal or int or long or uint or ulong or short or ushort or byte or sbyte or System.Numerics.BigInteger:
                WriteNumber(writer, (IFormattable)value);
                break;
            case IDictionary<string, object?> fields:
                writer.WriteStartObject();
                foreach (var (name, field) in fields)
                {
                    writer.WritePropertyName(name);
                    Write(writer, field, depth + 1);
                }

                writer.WriteEndObject();
                break;
            case IEnumerable items:
                writer.WriteStartArray();
                foreach (var item in items)
                {
                    Write(writer, item, depth + 1);
                }

                writer.WriteEndArray();
                break;
            default:
                throw new InvalidOperationException("The value has no form in JSON.");
        }
    }

    private static void WriteNumber(Utf8JsonWriter writer, IFormattable number)
    {
        if (number is double real && !double.IsFinite(real))
        {
            throw new InvalidOperationException("JSON has no number that is infinite or none.");
        }

        writer.WriteRawValue(number.ToString(null, CultureInfo.InvariantCulture));
    }

    private static object? Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => Number(element),
        JsonValueKind.Array => new ScriptArray(element.EnumerateArray().Select(Value)),
        JsonValueKind.Object => Fields(element),
        _ => null,
    };

    private static ScriptObject Fields(JsonElement element)
    {
        var fields = new ScriptObject(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            fields[property.Name] = Value(property.Value);
        }

        return fields;
    }

    private static object Number(JsonElement element) =>
        element.TryGetInt32(out var small) ? small
        : element.TryGetInt64(out var large) ? large
        : element.TryGetDecimal(out var exact) ? exact
        : element.GetDouble();
}
