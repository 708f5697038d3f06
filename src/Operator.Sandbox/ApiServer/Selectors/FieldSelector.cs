using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer.Errors;
using Operator.Sandbox.ApiServer.Json;
using Operator.Sandbox.ApiServer.Resources;
using Operator.Sandbox.ApiServer.Storage;

namespace Operator.Sandbox.ApiServer.Selectors;

/// <summary>Field selectors <c>a=b,c!=d</c> over the fields that a resource declares selectable.</summary>
internal sealed class FieldSelector
{
    private readonly List<(string Field, bool Equal, string Value)> _terms = [];

    public bool IsEmpty => _terms.Count == 0;

    /// <summary>The name, when the selector asks for exactly one object.</summary>
    public string? Name => _terms.Find(t => t is { Equal: true, Field: "metadata.name" }).Value;

    public bool Matches(StoredObject item)
    {
        JsonObject? content = null;
        foreach (var (field, equal, value) in _terms)
        {
            var actual = field switch
            {
                "metadata.name" => item.Key.Name,
                "metadata.namespace" => item.Key.Namespace,
                _ => ReadField(content ??= item.ToNode(), field),
            };
            if (string.Equals(actual, value, StringComparison.Ordinal) != equal)
            {
                return false;
            }
        }

        return true;
    }

    /// <exception cref="ApiException">400 on a syntax error or a field that the resource cannot select by.</exception>
    public static FieldSelector Parse(string? text, ResourceDefinition resource)
    {
        var selector = new FieldSelector();
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var notEqual = part.IndexOf("!=", StringComparison.Ordinal);
            var equal = part.IndexOf('=', StringComparison.Ordinal);
            if (equal <= 0)
            {
                throw ApiErrors.BadRequest($"invalid selector: '{text}'; can't understand '{part}'");
            }

            var field = part[..(notEqual > 0 ? notEqual : equal)].Trim();
            var value = part[(equal + 1)..].TrimStart('=').Trim();
            selector._terms.Add((resource.SelectableField(field) ?? throw NotSupported(field), notEqual <= 0, value));
        }

        return selector;
    }

    private static string ReadField(JsonObject content, string path)
    {
        JsonNode? node = content;
        foreach (var name in path.Split('.'))
        {
            node = (node as JsonObject)?[name];
        }

        return node switch { null => "", _ => node.AsText() ?? node.ToJsonString(JsonText.Relaxed) };
    }

    private static ApiException NotSupported(string field) => ApiErrors.BadRequest($"field label not supported: {field}");
}
