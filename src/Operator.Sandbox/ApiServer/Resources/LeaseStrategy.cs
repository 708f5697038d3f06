using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer.Json;
using Operator.Sandbox.ApiServer.Validation;

namespace Operator.Sandbox.ApiServer.Resources;

internal sealed class LeaseStrategy : ResourceStrategy
{
    public override bool AllowsCreateOnUpdate => true;

    public override bool AllowsUnconditionalUpdate => false;

    public override IEnumerable<FieldError> Validate(JsonObject value, JsonObject? old)
    {
        var spec = value.ObjectAt("spec");
        if (spec.LongAt("leaseDurationSeconds") is <= 0)
        {
            yield return FieldError.Invalid("spec.leaseDurationSeconds", spec!["leaseDurationSeconds"], "must be greater than 0");
        }

        if (spec.LongAt("leaseTransitions") is < 0)
        {
            yield return FieldError.Invalid("spec.leaseTransitions", spec!["leaseTransitions"], "must be greater than or equal to 0");
        }
    }
}
