using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer.Cel;
using Operator.Sandbox.ApiServer.Json;
using Operator.Sandbox.ApiServer.Validation;

namespace Operator.Sandbox.ApiServer.Schemas;

/// <summary>The rules that make an OpenAPI schema structural, as far as authors commonly break them.</summary>
internal static class StructuralSchemaChecker
{
    public static IEnumerable<FieldError> Check(JsonObject schema, string path, bool isRoot = true)
    {
        var free = schema.FlagAt("x-kubernetes-preserve-unknown-fields") || schema.FlagAt("x-kubernetes-int-or-string");
        if (schema.TextAt("type") is null && !free)
        {
            yield return FieldError.Required($"{path}.type", isRoot ? "must not be empty at the root" : "must not be empty for specified object fields");
        }

        if (schema.ContainsKey("$ref"))
        {
            yield return FieldError.Forbidden($"{path}.$ref", "$ref is not supported");
        }

        if (schema.ContainsKey("properties") && schema["additionalProperties"] is JsonObject)
        {
            yield return FieldError.Forbidden($"{path}.additionalProperties", "additionalProperties and properties are mutual exclusive");
        }

        if (schema.TextAt("x-kubernetes-list-type") is "map" && schema.ArrayAt("x-kubernetes-list-map-keys") is not { Count: > 0 })
        {
            yield return FieldError.Required($"{path}.x-kubernetes-list-map-keys", "must not be empty if x-kubernetes-list-type is map");
        }

        if (schema.TextAt("type") is "array" && schema.ObjectAt("items") is null)
        {
            yield return FieldError.Required($"{path}.items", "must be specified");
        }

        foreach (var error in CheckRules(schema, path).Concat(CheckChildren(schema, path)))
        {
            yield return error;
        }
    }

    private static IEnumerable<FieldError> CheckRules(JsonObject schema, string path)
    {
        var rules = schema.ArrayAt("x-kubernetes-validations")?.OfType<JsonObject>().ToList() ?? [];
        for (var i = 0; i < rules.Count; i++)
        {
            var text = rules[i].TextAt("rule") ?? "";
            string? problem = null;
            try
            {
                RuleValidator.Parse(text);
            }
            catch (CelException e)
            {
                problem = e.Message;
            }

            if (problem is not null)
            {
                yield return FieldError.Invalid(
                    FormattableString.Invariant($"{path}.x-kubernetes-validations[{i}].rule"),
                    JsonValue.Create(text),
                    $"compilation failed: ERROR: {problem}");
            }
        }
    }

    private static IEnumerable<FieldError> CheckChildren(JsonObject schema, string path)
    {
        var children = (schema.ObjectAt("properties") ?? [])
            .Where(p => p.Value is JsonObject)
            .Select(p => ($"{path}.properties[{p.Key}]", (JsonObject)p.Value!));
        if (schema.ObjectAt("items") is { } items)
        {
            children = children.Append(($"{path}.items", items));
        }

        if (schema.ObjectAt("additionalProperties") is { } additional)
        {
            children = children.Append(($"{path}.additionalProperties", additional));
        }

        return children.SelectMany(c => Check(c.Item2, c.Item1, isRoot: false));
    }
}
