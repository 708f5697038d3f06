using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Operator.Manifests;

/// <summary>Writes JSON as YAML for people: block style, long text folded, strings quoted only where they must be.</summary>
internal static class YamlWriter
{
    private const int Width = 120;
    private const int LongestFlow = 90;

    /// <summary>The node as a YAML document that ends with a line feed.</summary>
    /// <param name="node">An object.</param>
    public static string Write(JsonObject node) => Document(Width, emitter => Emit(emitter, node, 0));

    /// <summary>A text in double quotes, in one line.</summary>
    public static string Quoted(string text) =>
        Document(int.MaxValue, emitter => emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text, ScalarStyle.DoubleQuoted, isPlainImplicit: true, isQuotedImplicit: true))).TrimEnd('\n');

    private static string Document(int width, Action<Emitter> emit)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var emitter = new Emitter(text, new EmitterSettings().WithBestWidth(width));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart());
        emit(emitter);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Emit(Emitter emitter, JsonNode? node, int indent, bool inFlow = false)
    {
        switch (node)
        {
            case JsonObject fields:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, fields.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var (key, value) in fields)
                {
                    emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, key, Style(key, inFlow: false), isPlainImplicit: true, isQuotedImplicit: true));
                    Emit(emitter, value, value is JsonObject ? indent + 2 : indent);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray items:
                var flow = items.All(i => i is JsonValue) && items.Sum(i => i!.ToString().Length + 2) < LongestFlow;
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, flow ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in items)
                {
                    Emit(emitter, item, indent + 2, flow);
                }

                emitter.Emit(new SequenceEnd());
                break;
            default:
                emitter.Emit(Value(node!, indent, inFlow));
                break;
        }
    }

    private static Scalar Value(JsonNode node, int indent, bool inFlow)
    {
        var text = node.ToString();
        var style = node.GetValueKind() == JsonValueKind.String ? Style(text, inFlow) : ScalarStyle.Plain;
        var quotes = style == ScalarStyle.Plain ? 0 : 2;
        return new Scalar(
            AnchorName.Empty,
            TagName.Empty,
            text,
            indent + text.Length + quotes > Width ? ScalarStyle.Folded : style,
            isPlainImplicit: true,
            isQuotedImplicit: true);
    }

    private static ScalarStyle Style(string text, bool inFlow) =>
        IsPlain(text, inFlow) ? ScalarStyle.Plain
        : text.Contains('\'') && !text.Any(c => c is '"' or '\\' || char.IsControl(c)) ? ScalarStyle.DoubleQuoted
        : ScalarStyle.SingleQuoted;

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
