using Operator.Core;
using Operator.Core.FollowUp;
using Operator.Reconciling;

namespace Operator.FollowUp;

/// <summary>Looks at what people have written, approved and done, whether or not there is evidence.</summary>
internal static class FollowUpStep
{
    /// <summary>Builds the report.</summary>
    /// <returns>Null when the time zone is unknown, which the step of the evidence has said.</returns>
    public static FollowUpReport? Run(ReconcileRound round) =>
        TimeZones.TryFind(round.Resource.Spec.TimeZone, out _, out _) ? FollowUpBuilder.Build(round.Resource.Spec, round.Now) : null;
}
