using Operator.Api;

namespace Operator.Core.FollowUp;

/// <summary>What all statements about an action item amount to.</summary>
/// <param name="State">The state.</param>
/// <param name="Deciding">The statement that decides it; null when nobody says anything.</param>
/// <param name="CompletedAt">Since when it has been done; null while it is not.</param>
public sealed record FoldedState(FollowedState State, StatementStatus? Deciding, DateTimeOffset? CompletedAt);
