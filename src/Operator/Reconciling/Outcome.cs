using Operator.Api;
using Operator.Core.Documents;
using Operator.Core.FollowUp;

namespace Operator.Reconciling;

/// <summary>What the steps gave. What is null was not reached or failed; the status keeps what it said before.</summary>
internal sealed record Outcome
{
    public static Outcome Suspended { get; } = new() { IsSuspended = true };

    public bool IsSuspended { get; private init; }

    public EvidenceInHand? Evidence { get; init; }

    public FollowUpReport? FollowUp { get; init; }

    public RenderedDocument? Document { get; init; }

    public IReadOnlyList<OutputStatus>? Outputs { get; init; }

    /// <summary>Whether all outputs, at least one, have the document.</summary>
    public bool IsDelivered { get; init; }
}
