using Operator.Api;

namespace Operator.Core.FollowUp;

/// <summary>What a person says of an action item outside the spec, as it is now.</summary>
/// <param name="ItemId">The action item.</param>
/// <param name="Source">Where it is said: Checkbox, Issue or PullRequest.</param>
/// <param name="State">Open, InProgress, Done or WontDo.</param>
/// <param name="Time">When it was said, such as the time of the commit that ticked the box.</param>
/// <param name="By">Who said it, where that is known.</param>
public sealed record ObservedStatement(string ItemId, StatementSource Source, FollowedState State, DateTimeOffset Time, string? By = null);
