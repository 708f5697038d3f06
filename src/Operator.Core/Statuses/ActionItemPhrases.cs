using Operator.Api;
using Operator.Core.FollowUp;

namespace Operator.Core.Statuses;

/// <summary>Says in a condition's message who decides an action item's state, and what its query says.</summary>
internal static class ActionItemPhrases
{
    public static IEnumerable<string> Of(ActionItemReport item) => new[] { Deciding(item.Deciding), Original(item), Query(item), item.Issue?.Problem }.OfType<string>();

    /// <summary>The source, as people find it.</summary>
    public static string Source(StatementSource source) => source switch
    {
        StatementSource.Checkbox => "the box in Git",
        StatementSource.Verify => "verify",
        StatementSource.Issue => "the issue",
        StatementSource.PullRequest => "the box in the pull request",
        _ => "spec.state",
    };

    private static string? Deciding(StatementStatus? statement)
    {
        if (statement is null)
        {
            return null;
        }

        var by = statement.By is { } person ? $", by {person}" : "";
        return $"{statement.State} since {Instants.Text(statement.Time)}{(statement.OrEarlier == true ? " or earlier" : "")}, says {Source(statement.Source)}{by}";
    }

    private static string? Original(ActionItemReport item) =>
        item is { State: FollowedState.WontDo, Deciding.Source: StatementSource.Issue, Issue.DuplicateOf: { } original } ? $"a duplicate of {original}" : null;

    private static string? Query(ActionItemReport item)
    {
        if (item.Verification is not { Status: var status })
        {
            return null;
        }

        return status switch
        {
            { State: QueryState.Unknown, Reason: { } reason } => $"verify is unknown ({reason}): {status.Message}",
            { State: QueryState.Unknown } => "its query was not asked yet",
            { State: QueryState.Holds, Since: { } since } when item.State != FollowedState.Verified => $"its query has held since {Instants.Text(since)} and must for {item.Spec.Verify!.For}",
            { State: QueryState.Fails, Since: { } since } when item.State == FollowedState.Verified => $"its query has failed since {Instants.Text(since)}",
            { State: QueryState.Fails } when item.State is FollowedState.Open or FollowedState.InProgress or FollowedState.Done => "its query does not hold",
            _ => null,
        };
    }
}
