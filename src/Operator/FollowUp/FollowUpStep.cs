using Operator.Api;
using Operator.Core;
using Operator.Core.FollowUp;

namespace Operator.FollowUp;

/// <summary>Looks at what people have written, approved and done, whether or not there is evidence.</summary>
internal static class FollowUpStep
{
    /// <summary>Builds the report.</summary>
    /// <param name="spec">What people have written.</param>
    /// <param name="now">The moment of which the report is true.</param>
    /// <param name="inputs">What is known of action items beside the spec.</param>
    /// <returns>Null when the time zone is unknown, or two action items cannot be told apart, which the step of the evidence has said.</returns>
    public static FollowUpReport? Run(PostMortemSpec spec, DateTimeOffset now, FollowUpInputs inputs) =>
        TimeZones.TryFind(spec.TimeZone, out _, out _) && ActionItemIds.Problem(spec.ActionItems.Select(i => i.Id)) is null ? FollowUpBuilder.Build(spec, now, inputs) : null;
}
