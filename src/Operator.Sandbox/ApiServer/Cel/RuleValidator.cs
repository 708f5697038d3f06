using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer.Schemas;
using Operator.Sandbox.ApiServer.Validation;

namespace Operator.Sandbox.ApiServer.Cel;

internal static class RuleValidator
{
    public static IEnumerable<FieldError> Validate(JsonObject value, JsonObject? old, StructuralSchema schema)
    {
        _ = (value, old, schema);
        return [];
    }
}
