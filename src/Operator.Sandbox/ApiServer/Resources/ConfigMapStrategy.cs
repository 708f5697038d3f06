using System.Text;
using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer.Json;
using Operator.Sandbox.ApiServer.Validation;

namespace Operator.Sandbox.ApiServer.Resources;

/// <summary>ConfigMaps: key names, disjoint data and binaryData, immutability and the 1 MiB limit.</summary>
internal sealed class ConfigMapStrategy : ResourceStrategy
{
    private const int MaxBytes = 1024 * 1024;

    public override IEnumerable<FieldError> Validate(JsonObject value, JsonObject? old)
    {
        var data = value.ObjectAt("data") ?? [];
        var binary = value.ObjectAt("binaryData") ?? [];
        foreach (var error in DataKeys.Validate(data, "data").Concat(DataKeys.Validate(binary, "binaryData")))
        {
            yield return error;
        }

        foreach (var (key, _) in data)
        {
            if (binary.ContainsKey(key))
            {
                yield return FieldError.Invalid($"data[{key}]", JsonValue.Create(key), "duplicate of key present in binaryData");
            }
        }

        var size = data.Sum(p => Encoding.UTF8.GetByteCount(p.Value.AsText() ?? ""))
            + binary.Sum(p => DataKeys.DecodedLength(p.Value.AsText() ?? ""));
        if (size > MaxBytes)
        {
            yield return FieldError.TooLong("[]", MaxBytes);
        }

        foreach (var error in DataKeys.ValidateImmutable(value, old, "data", "binaryData"))
        {
            yield return error;
        }
    }
}
