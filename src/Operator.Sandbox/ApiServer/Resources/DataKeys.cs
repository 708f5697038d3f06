using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Operator.Sandbox.ApiServer.Json;
using Operator.Sandbox.ApiServer.Validation;

namespace Operator.Sandbox.ApiServer.Resources;

/// <summary>Rules that ConfigMaps and Secrets share.</summary>
internal static partial class DataKeys
{
    public static IEnumerable<FieldError> Validate(JsonObject data, string field)
    {
        foreach (var (key, _) in data)
        {
            if (key.Length > 253 || key is "." or ".." || !ConfigMapKey().IsMatch(key))
            {
                yield return FieldError.Invalid(
                    $"{field}[{key}]",
                    JsonValue.Create(key),
                    "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')");
            }
        }
    }

    public static IEnumerable<FieldError> ValidateImmutable(JsonObject value, JsonObject? old, params IReadOnlyList<string> fields)
    {
        if (old?.FlagAt("immutable") != true)
        {
            yield break;
        }

        if (!value.FlagAt("immutable"))
        {
            yield return FieldError.Forbidden("immutable", "field is immutable when `immutable` is set");
        }

        foreach (var field in fields)
        {
            if (!JsonNode.DeepEquals(value[field], old[field]))
            {
                yield return FieldError.Forbidden(field, "field is immutable when `immutable` is set");
            }
        }
    }

    public static int DecodedLength(string base64) => base64.TrimEnd('=').Length * 3 / 4;

    [GeneratedRegex(@"^[-._a-zA-Z0-9]+\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ConfigMapKey();
}
