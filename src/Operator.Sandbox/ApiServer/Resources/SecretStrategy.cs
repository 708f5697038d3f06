using System.Text;
using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer.Json;
using Operator.Sandbox.ApiServer.Validation;

namespace Operator.Sandbox.ApiServer.Resources;

/// <summary>Secrets: <c>stringData</c> is write-only and becomes <c>data</c>.</summary>
internal sealed class SecretStrategy : ResourceStrategy
{
    private const int MaxBytes = 1024 * 1024;

    public override void PrepareForCreate(JsonObject value)
    {
        MergeStringData(value);
        value["type"] = value.TextAt("type") ?? "Opaque";
    }

    public override void PrepareForUpdate(JsonObject value, JsonObject old)
    {
        MergeStringData(value);
        value["type"] = value.TextAt("type") ?? old.TextAt("type") ?? "Opaque";
    }

    public override IEnumerable<FieldError> Validate(JsonObject value, JsonObject? old)
    {
        var data = value.ObjectAt("data") ?? [];
        foreach (var error in DataKeys.Validate(data, "data"))
        {
            yield return error;
        }

        if (data.Sum(p => DataKeys.DecodedLength(p.Value.AsText() ?? "")) > MaxBytes)
        {
            yield return FieldError.TooLong("data", MaxBytes);
        }

        if (old is not null && !string.Equals(value.TextAt("type"), old.TextAt("type"), StringComparison.Ordinal))
        {
            yield return FieldError.Invalid("type", value["type"], "field is immutable");
        }

        foreach (var error in DataKeys.ValidateImmutable(value, old, "data"))
        {
            yield return error;
        }
    }

    private static void MergeStringData(JsonObject value)
    {
        if (value.ObjectAt("stringData") is { } texts)
        {
            var data = value.ObjectOrNew("data");
            foreach (var (key, text) in texts)
            {
                data[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(text.AsText() ?? ""));
            }

            value.Remove("stringData");
        }
    }
}
