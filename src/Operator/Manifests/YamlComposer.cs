using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Operator.Manifests;

/// <summary>
/// Builds the values of one document from the parser's events. It bounds depth and size as it goes, so that neither deep nesting
/// nor aliases of aliases cost more than a small document does.
/// </summary>
/// <param name="file">The file's name for messages.</param>
/// <param name="firstLine">The line of the file at which the document's text begins, from 1.</param>
internal sealed class YamlComposer(string file, int firstLine)
{
    private readonly Dictionary<AnchorName, ManifestNode> _anchors = [];
    private readonly List<Problem> _problems = [];
    private int _values;

    /// <summary>What is wrong but does not hinder reading on: duplicate fields.</summary>
    public IReadOnlyList<Problem> Problems => _problems;

    /// <summary>Reads the document.</summary>
    /// <param name="text">Its text.</param>
    /// <returns>Its value; null when there is none.</returns>
    /// <exception cref="ManifestException">It is not YAML, or uses what manifests may not use.</exception>
    public ManifestNode? Compose(string text)
    {
        try
        {
            var parser = new Parser(new StringReader(text));
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _))
            {
                return null;
            }

            parser.Consume<DocumentStart>();
            var root = Node(parser, 1, "");
            parser.Consume<DocumentEnd>();
            return parser.TryConsume<DocumentStart>(out var next) ? throw Error(next, "a second document begins here; separate documents with a line ---") : root;
        }
        catch (YamlException e)
        {
            var (line, message) = YamlErrors.Explain(e, text);
            throw new ManifestException(firstLine + line - 1, message);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            // The scanner's own checks have gaps; what it trips over is not YAML either way.
            throw new ManifestException(firstLine, $"is not YAML: {Quote.Short(e.Message)}");
        }
    }

    private ManifestNode Node(Parser parser, int depth, string path)
    {
        var current = parser.Consume<ParsingEvent>();
        if (depth > ManifestLimits.Depth)
        {
            throw Error(current, $"is nested deeper than {ManifestLimits.Depth} levels");
        }

        return current switch
        {
            AnchorAlias alias => Alias(alias, depth),
            Scalar scalar => Register(scalar, Value(scalar)),
            SequenceStart start => Register(start, List(parser, start, depth, path)),
            MappingStart start => Register(start, Object(parser, start, depth, path)),
            _ => throw Error(current, "a value is expected here"),
        };
    }

    private ManifestNode Alias(AnchorAlias alias, int depth)
    {
        if (!_anchors.TryGetValue(alias.Value, out var node))
        {
            throw Error(alias, $"alias *{Quote.Short(alias.Value.Value)} has no anchor before it");
        }

        Count(alias, node.Size);
        return depth + node.Height - 1 > ManifestLimits.Depth ? throw Error(alias, $"is nested deeper than {ManifestLimits.Depth} levels") : node;
    }

    private ManifestNode Register(NodeEvent start, ManifestNode node)
    {
        if (!start.Tag.IsEmpty && !start.Tag.IsNonSpecific && start.Tag.Value is not "tag:yaml.org,2002:str")
        {
            throw Error(start, $"tag {Quote.Short(start.Tag.Value)} is not supported; write the value without it");
        }

        if (!start.Anchor.IsEmpty)
        {
            _anchors[start.Anchor] = node;
        }

        Count(start, 1);
        return node;
    }

    private ManifestNode Value(Scalar scalar)
    {
        var line = Line(scalar.Start);
        if (scalar.Style != ScalarStyle.Plain || !scalar.Tag.IsEmpty)
        {
            return new() { Kind = ManifestNodeKind.String, Line = line, Text = scalar.Value };
        }

        var kind = YamlScalars.Resolve(scalar.Value, out var number);
        return double.IsInfinity(number)
            ? throw Error(scalar, $"{Quote.Text(scalar.Value)} is a number that JSON cannot hold; put it in quotes if text is meant")
            : new() { Kind = kind, Line = line, Text = scalar.Value, Plain = true, Number = number };
    }

    private ManifestNode List(Parser parser, SequenceStart start, int depth, string path)
    {
        var items = new List<ManifestNode>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(Node(parser, depth + 1, $"{path}[{items.Count}]"));
        }

        var (size, height) = (1, 1);
        foreach (var item in items)
        {
            (size, height) = (size + item.Size, Math.Max(height, item.Height + 1));
        }

        return new()
        {
            Kind = ManifestNodeKind.List,
            Line = Line(start.Start),
            Items = items,
            Size = size,
            Height = height,
        };
    }

    private ManifestNode Object(Parser parser, MappingStart start, int depth, string path)
    {
        var fields = new List<ManifestField>();
        var merged = new List<ManifestNode>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = Key(parser);
            var name = key.Value;
            var value = Node(parser, depth + 1, path.Length == 0 ? name : $"{path}.{name}");
            if (name is "<<" && key.Style == ScalarStyle.Plain)
            {
                merged.AddRange(value.Kind == ManifestNodeKind.List ? value.Items : [value]);
            }
            else if (!lines.TryAdd(name, Line(key.Start)))
            {
                _problems.Add(new(file, Line(key.Start), path.Length == 0 ? name : $"{path}.{name}", $"is set twice; the first is on line {lines[name]}"));
            }
            else
            {
                fields.Add(new(name, Line(key.Start), value));
            }
        }

        Merge(fields, merged, lines, start);
        var (size, height) = (1, 1);
        foreach (var field in fields)
        {
            (size, height) = (size + field.Value.Size, Math.Max(height, field.Value.Height + 1));
        }

        return new()
        {
            Kind = ManifestNodeKind.Object,
            Line = Line(start.Start),
            Fields = fields,
            Size = size,
            Height = height,
        };
    }

    private void Merge(List<ManifestField> fields, List<ManifestNode> merged, Dictionary<string, int> lines, MappingStart start)
    {
        foreach (var source in merged)
        {
            if (source.Kind != ManifestNodeKind.Object)
            {
                throw Error(start, "a merge (<<) needs an object or a list of objects");
            }

            fields.AddRange(source.Fields.Where(f => lines.TryAdd(f.Key, f.Line)));
        }
    }

    private Scalar Key(Parser parser)
    {
        if (!parser.TryConsume<Scalar>(out var key))
        {
            throw Error(parser.Current!, "a field's name must be a plain text");
        }

        if (key.Value.Length > ManifestLimits.KeyLength)
        {
            throw Error(key, $"a field's name is longer than {ManifestLimits.KeyLength} characters");
        }

        var kind = key.Style == ScalarStyle.Plain ? YamlScalars.Resolve(key.Value, out _) : ManifestNodeKind.String;
        return kind == ManifestNodeKind.String ? key : throw Error(key, $"the field's name {Quote.Short(key.Value)} is read as {Kind(kind)}; put it in quotes");
    }

    private static string Kind(ManifestNodeKind kind) => kind switch
    {
        ManifestNodeKind.Null => "null",
        ManifestNodeKind.Boolean => "a boolean",
        _ => "a number",
    };

    private void Count(ParsingEvent at, int values)
    {
        _values += values;
        if (_values > ManifestLimits.Values)
        {
            throw Error(at, $"the document has more than {ManifestLimits.Values} values, aliases written out; no PostMortem needs that");
        }
    }

    private ManifestException Error(ParsingEvent at, string message) => new(Line(at.Start), message);

    private int Line(Mark mark) => firstLine + (int)Math.Clamp(mark.Line - 1, 0, int.MaxValue / 2);
}
