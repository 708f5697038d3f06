using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Operator.Crds;

/// <summary>Writes JSON as YAML for people: block style, long text folded, strings quoted only where they must be.</summary>
internal sealed class SchemaYamlWriter
{
    private const int Width = 120;

    private readonly StringBuilder _text = new();

    /// <summary>The node as a YAML document that ends with a line feed.</summary>
    /// <param name="node">An object.</param>
    public static string Write(JsonObject node)
    {
        var writer = new SchemaYamlWriter();
        writer.WriteObject(node, 0, firstLineIndented: false);
        return writer._text.ToString();
    }

    private void WriteObject(JsonObject node, int indent, bool firstLineIndented)
    {
        foreach (var (key, value) in node)
        {
            if (!firstLineIndented)
            {
                _text.Append(' ', indent);
            }

            firstLineIndented = false;
            _text.Append(Scalar(key)).Append(':');
            WriteValue(value, indent);
        }
    }

    private void WriteValue(JsonNode? value, int indent)
    {
        switch (value)
        {
            case JsonObject { Count: 0 }:
                _text.Append(" {}\n");
                break;
            case JsonObject child:
                _text.Append('\n');
                WriteObject(child, indent + 2, firstLineIndented: false);
                break;
            case JsonArray items when items.All(i => i is JsonValue) && FlowOf(items) is { Length: < 90 } flow:
                _text.Append(' ').Append(flow).Append('\n');
                break;
            case JsonArray items:
                _text.Append('\n');
                WriteItems(items, indent);
                break;
            default:
                WriteScalar(value, indent);
                break;
        }
    }

    // Items stand at the indentation of their key, as kubectl writes them.
    private void WriteItems(JsonArray items, int indent)
    {
        foreach (var item in items)
        {
            _text.Append(' ', indent).Append("- ");
            if (item is JsonObject child)
            {
                WriteObject(child, indent + 2, firstLineIndented: true);
            }
            else
            {
                _text.Append(Scalar(item)).Append('\n');
            }
        }
    }

    private void WriteScalar(JsonNode? value, int indent)
    {
        var scalar = Scalar(value);
        if (value!.GetValueKind() == JsonValueKind.String && indent + scalar.Length > Width && CanFold(value.GetValue<string>()))
        {
            Fold(value.GetValue<string>(), indent + 2);
        }
        else
        {
            _text.Append(' ').Append(scalar).Append('\n');
        }
    }

    private static bool CanFold(string text) =>
        !text.Contains("  ", StringComparison.Ordinal) && !text.StartsWith(' ') && !text.EndsWith(' ') && !text.Any(char.IsControl);

    private void Fold(string text, int indent)
    {
        _text.Append(" >-\n").Append(' ', indent);
        var column = indent;
        foreach (var (index, word) in text.Split(' ').Index())
        {
            if (index > 0 && column + 1 + word.Length > Width)
            {
                _text.Append('\n').Append(' ', indent);
                column = indent;
            }
            else if (index > 0)
            {
                _text.Append(' ');
                column++;
            }

            _text.Append(word);
            column += word.Length;
        }

        _text.Append('\n');
    }

    private static string FlowOf(JsonArray items) => $"[{string.Join(", ", items.Select(i => Scalar(i, inFlow: true)))}]";

    private static string Scalar(JsonNode? value, bool inFlow = false) => value!.GetValueKind() switch
    {
        JsonValueKind.String => Scalar(value.GetValue<string>(), inFlow),
        _ => value.ToJsonString(),
    };

    private static string Scalar(string text, bool inFlow = false)
    {
        if (IsPlain(text, inFlow))
        {
            return text;
        }

        return text.Contains('\'') && !text.Any(c => c is '"' or '\\' || char.IsControl(c))
            ? $"\"{text}\""
            : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    // A narrow set that no YAML version reads as anything but a string.
    private static bool IsPlain(string text, bool inFlow) =>
        text.Length > 1
        && (char.IsAsciiLetter(text[0]) || (text[0] == '.' && char.IsAsciiLetter(text[1])))
        && text[^1] != ' '
        && text.All(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_' or '.' or '/' or '(' or ')' or ';' or '%' or '+' or '$'
            || (!inFlow && c is ',' or '\''))
        && text.ToUpperInvariant() is not ("YES" or "NO" or "ON" or "OFF" or "TRUE" or "FALSE" or "NULL" or ".INF" or ".NAN")
        && !double.TryParse(text, NumberStyles.Any, CultureInfo.InvariantCulture, out _);
}
