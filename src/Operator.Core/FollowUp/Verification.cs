using Operator.Api;

namespace Operator.Core.FollowUp;

/// <summary>What Prometheus says of an action item.</summary>
/// <param name="Status">What the status tells.</param>
/// <param name="NextAsk">When its query is to be asked again; null for never.</param>
public sealed record Verification(VerificationStatus Status, DateTimeOffset? NextAsk)
{
    /// <summary>Whether it was verified, and has not regressed since.</summary>
    public bool IsVerified => Status.VerifiedAt is { } verified && !(Status.RegressedAt > verified);

    /// <summary>What it amounts to; null as long as it has never been verified.</summary>
    public StatementStatus? Statement => Status.VerifiedAt is not { } verified ? null : new StatementStatus
    {
        Source = StatementSource.Verify,
        State = IsVerified ? FollowedState.Verified : FollowedState.Regressed,
        Time = IsVerified ? verified : Status.RegressedAt!.Value,
    };
}
