using Operator.Api;
using Operator.Core.FollowUp;

namespace Operator.Publishing.GitHub.Issues;

/// <summary>What became of a request for an issue, and what the issue says of the action item.</summary>
/// <param name="Item">The action item's identifier.</param>
/// <param name="Status">What the status is to say of the issue.</param>
/// <param name="Said">What it says; null when there is none, or a bot closed it.</param>
/// <param name="ClosedByBot">The bot that closed it; null when none did.</param>
internal sealed record IssueAnswer(string Item, ActionItemIssueStatus Status, ObservedStatement? Said, string? ClosedByBot);
