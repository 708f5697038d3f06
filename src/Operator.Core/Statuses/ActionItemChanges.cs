using Operator.Api;
using Operator.Core.FollowUp;

namespace Operator.Core.Statuses;

/// <summary>A change of an action item that people want to be told of.</summary>
/// <param name="Id">The action item.</param>
/// <param name="Reason">The new state, or Overdue.</param>
/// <param name="Message">What has changed.</param>
public sealed record ActionItemChange(string Id, string Reason, string Message);

/// <summary>Finds what has changed between two statuses.</summary>
public static class ActionItemChanges
{
    /// <summary>The changes, by action item. What is new begins with no change, unless Prometheus has verified it already, or it has failed since.</summary>
    /// <param name="before">The action items of the former status; null when it had none.</param>
    /// <param name="after">Those of the new one.</param>
    /// <param name="report">What they are.</param>
    public static IReadOnlyList<ActionItemChange> Between(IReadOnlyList<ActionItemStatus>? before, IReadOnlyList<ActionItemStatus> after, FollowUpReport report)
    {
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(report);
        return [.. after.SelectMany(item => Of(before?.FirstOrDefault(b => b.Id == item.Id), item, report.ActionItems.First(a => a.Spec.Id == item.Id)))];
    }

    private static IEnumerable<ActionItemChange> Of(ActionItemStatus? before, ActionItemStatus after, ActionItemReport report)
    {
        // It may have regressed and been verified again since the last look.
        if (after.State == FollowedState.Verified && IsNew(before?.Verification?.RegressedAt, after.Verification?.RegressedAt))
        {
            yield return Change(Reasons.Regressed, $"{ActionItemConditions.Describe(report)}; Regressed from {Instants.Text(after.Verification!.RegressedAt!.Value)} on, says verify; verified again since");
        }

        var isVerified = after.State == FollowedState.Verified && IsNew(before?.Verification?.VerifiedAt, after.Verification?.VerifiedAt);
        var isRegressed = before is null && after.State == FollowedState.Regressed;
        if (isVerified || isRegressed || (before is not null && before.State != after.State))
        {
            yield return Change(ActionItemConditions.Reason(after.State), ActionItemConditions.One(report).Message);
        }

        if (before is { Overdue: false } && after.Overdue)
        {
            yield return Change(Reasons.Overdue, ActionItemConditions.One(report).Message);
        }

        ActionItemChange Change(string reason, string message) => new(after.Id, reason, $"{after.Id}: {message}");
    }

    private static bool IsNew(DateTimeOffset? before, DateTimeOffset? after) => after is not null && after != before;
}
