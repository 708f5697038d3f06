using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer.Json;

namespace Operator.Sandbox.ApiServer.Validation;

/// <summary>One problem of one field, worded as <c>k8s.io/apimachinery/pkg/util/validation/field</c> words it.</summary>
/// <param name="Reason">Such as <c>FieldValueInvalid</c>.</param>
/// <param name="Field">Path of the field, such as <c>spec.slos[0].objective</c>.</param>
/// <param name="Detail">The message without the path.</param>
public sealed record FieldError(string Reason, string Field, string Detail)
{
    /// <summary>Whether rules would be evaluated on a value that they are not written for.</summary>
    public bool BlocksRules => Reason is "FieldValueRequired" or "FieldValueTooLong" or "FieldValueTooMany" or "FieldValueTypeInvalid";

    public override string ToString() => $"{Field}: {Detail}";

    public static FieldError Required(string field, string detail = "") => new("FieldValueRequired", field, With("Required value", detail));

    public static FieldError Invalid(string field, JsonNode? value, string detail) =>
        new("FieldValueInvalid", field, With($"Invalid value: {Show(value)}", detail));

    /// <summary>A value that a rule refuses. Only a scalar is shown: an object or a list may be large.</summary>
    public static FieldError AgainstRule(string field, JsonNode value, string detail) =>
        value is JsonObject or JsonArray ? new("FieldValueInvalid", field, With("Invalid value", detail)) : Invalid(field, value, detail);

    public static FieldError TypeInvalid(string field, string value, string detail) =>
        new("FieldValueTypeInvalid", field, With($"Invalid value: \"{value}\"", detail));

    public static FieldError RulesNotChecked() => Invalid(
        "<nil>", null, "some validation rules were not checked because the object was invalid; correct the existing errors to complete validation");

    public static FieldError NotSupported(string field, JsonNode? value, IEnumerable<JsonNode?> supported) =>
        new(
            "FieldValueNotSupported",
            field,
            $"Unsupported value: {Show(value)}: supported values: {string.Join(", ", supported.Select(Show))}");

    public static FieldError Duplicate(string field, JsonNode? value) =>
        new("FieldValueDuplicate", field, $"Duplicate value: {Show(value)}");

    public static FieldError Forbidden(string field, string detail) => new("FieldValueForbidden", field, With("Forbidden", detail));

    public static FieldError TooLong(string field, int limit) =>
        new("FieldValueTooLong", field, string.Create(CultureInfo.InvariantCulture, $"Too long: may not be more than {limit} bytes"));

    public static FieldError TooMany(string field, int actual, int limit) =>
        new("FieldValueTooMany", field, string.Create(CultureInfo.InvariantCulture, $"Too many: {actual}: must have at most {limit} items"));

    private static string With(string head, string detail) => detail.Length == 0 ? head : $"{head}: {detail}";

    private static string Show(JsonNode? value) => value switch
    {
        null => "\"null\"",
        JsonObject => Quote(value.ToJsonString(JsonText.Relaxed)),
        JsonArray => value.ToJsonString(JsonText.Relaxed),
        _ when value.GetValueKind() == JsonValueKind.String => Quote(value.GetValue<string>()),
        _ => value.ToJsonString(JsonText.Relaxed),
    };

    private static string Quote(string text) => JsonValue.Create(text).ToJsonString(JsonText.Relaxed);
}
