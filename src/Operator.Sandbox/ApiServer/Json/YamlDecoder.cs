using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Operator.Sandbox.ApiServer.Json;

/// <summary>Reads YAML into JSON nodes by the rules of sigs.k8s.io/yaml: plain scalars are typed, quoted ones are strings.</summary>
internal static class YamlDecoder
{
    private const int MaxNodes = 500_000;

    public static JsonNode? Decode(string yaml, List<string>? duplicates = null) => DecodeAll(yaml, duplicates) is [var first, ..] ? first : null;

    public static IReadOnlyList<JsonNode?> DecodeAll(string yaml, List<string>? duplicates = null)
    {
        try
        {
            var parser = new Parser(new StringReader(yaml));
            parser.Consume<StreamStart>();
            var documents = new List<JsonNode?>();
            while (parser.Accept<DocumentStart>(out _))
            {
                parser.Consume<DocumentStart>();
                documents.Add(new Reader(parser, duplicates).Read(""));
                parser.Consume<DocumentEnd>();
            }

            return documents;
        }
        catch (YamlException e)
        {
            throw new JsonException($"error converting YAML to JSON: yaml: line {e.Start.Line}: {e.Message}", e);
        }
    }

    private sealed class Reader(Parser parser, List<string>? duplicates)
    {
        private readonly Dictionary<string, JsonNode?> _anchors = new(StringComparer.Ordinal);
        private int _nodes;

        public JsonNode? Read(string path)
        {
            if (++_nodes > MaxNodes)
            {
                throw new JsonException("yaml: document contains too many nodes");
            }

            switch (parser.Current)
            {
                case AnchorAlias alias:
                    parser.MoveNext();
                    return ReadAlias(alias);
                case Scalar scalar:
                    parser.MoveNext();
                    return Remember(scalar.Anchor, Typed(scalar));
                case SequenceStart start:
                    return Remember(start.Anchor, ReadSequence(path));
                case MappingStart start:
                    return Remember(start.Anchor, ReadMapping(path));
                default:
                    throw new JsonException($"yaml: unexpected {parser.Current?.GetType().Name}");
            }
        }

        private JsonNode? ReadAlias(AnchorAlias alias)
        {
            if (!_anchors.TryGetValue(alias.Value.Value, out var target))
            {
                throw new JsonException($"yaml: unknown anchor '{alias.Value.Value}' referenced");
            }

            // A copy costs what it holds: nested aliases cannot multiply without being counted.
            _nodes += Count(target);
            return _nodes > MaxNodes ? throw new JsonException("yaml: document contains excessive aliasing") : target?.DeepClone();
        }

        private JsonArray ReadSequence(string path)
        {
            parser.Consume<SequenceStart>();
            var array = new JsonArray();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                array.Add(Read(FormattableString.Invariant($"{path}[{array.Count}]")));
            }

            return array;
        }

        private JsonObject ReadMapping(string path)
        {
            parser.Consume<MappingStart>();
            var result = new JsonObject();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                var key = Key(parser.Consume<Scalar>());
                var child = path.Length == 0 ? key : $"{path}.{key}";
                var value = Read(child);
                if (string.Equals(key, "<<", StringComparison.Ordinal) && value is JsonObject merged)
                {
                    foreach (var (name, item) in merged)
                    {
                        result.TryAdd(name, item?.DeepClone());
                    }
                }
                else if (!result.TryAdd(key, value))
                {
                    duplicates?.Add(child);
                    result[key] = value;
                }
            }

            return result;
        }

        private JsonNode? Remember(AnchorName anchor, JsonNode? node)
        {
            if (!anchor.IsEmpty)
            {
                _anchors[anchor.Value] = node;
            }

            return node;
        }

        private static int Count(JsonNode? node) => node switch
        {
            JsonObject o => 1 + o.Sum(p => Count(p.Value)),
            JsonArray a => 1 + a.Sum(Count),
            _ => 1,
        };

        // A key is typed before it becomes a string: on, in YAML, is the key "true" in JSON.
        private static string Key(Scalar scalar) => Typed(scalar) switch
        {
            null => throw new JsonException("error converting YAML to JSON: unsupported map key of type: nil"),
            var value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
            var value => value.ToJsonString(),
        };

        private static JsonValue? Typed(Scalar scalar)
        {
            var text = scalar.Value;
            if (scalar.Style != ScalarStyle.Plain || string.Equals(scalar.Tag.IsEmpty ? "" : scalar.Tag.Value, "tag:yaml.org,2002:str", StringComparison.Ordinal))
            {
                return JsonValue.Create(text);
            }

            return text switch
            {
                "" or "~" or "null" or "Null" or "NULL" => null,
                "true" or "True" or "TRUE" or "y" or "Y" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" => JsonValue.Create(true),
                "false" or "False" or "FALSE" or "n" or "N" or "no" or "No" or "NO" or "off" or "Off" or "OFF" => JsonValue.Create(false),
                _ => Number(text) ?? JsonValue.Create(text),
            };
        }

        private static JsonValue? Number(string text)
        {
            if (!char.IsAsciiDigit(text[^1]) && text[^1] != '.' || !(char.IsAsciiDigit(text[0]) || text[0] is '-' or '+' or '.'))
            {
                return null;
            }

            const NumberStyles Whole = NumberStyles.AllowLeadingSign;
            const NumberStyles Real = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
            if (long.TryParse(text, Whole, CultureInfo.InvariantCulture, out var whole))
            {
                return JsonValue.Create(whole);
            }

            return double.TryParse(text, Real, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real)
                ? JsonValue.Create(real)
                : null;
        }
    }
}
