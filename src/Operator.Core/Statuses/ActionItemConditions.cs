using System.Globalization;
using Operator.Api;
using Operator.Core.FollowUp;
using static Operator.Core.Statuses.ReportConditions;

namespace Operator.Core.Statuses;

/// <summary>Conditions about action items.</summary>
internal static class ActionItemConditions
{
    public static ConditionFacts Complete(FollowUpReport report)
    {
        var all = report.ActionItems;
        if (all.Count == 0)
        {
            return new(ConditionTypes.ActionItemsComplete, True, Reasons.NoActionItems, "There are no action items");
        }

        List<ActionItemReport> open = [.. all.Where(a => !a.Closed)];
        var closed = string.Create(CultureInfo.InvariantCulture, $"{all.Count - open.Count} of {all.Count} done");
        return open.Count == 0
            ? new(ConditionTypes.ActionItemsComplete, True, Reasons.Done, WithGivenUp(closed, all))
            : new(ConditionTypes.ActionItemsComplete, False, Reasons.Open, $"{WithGivenUp(closed, all)}; open: {string.Join(", ", open.Select(a => a.Spec.Id))}");
    }

    public static ConditionFacts Overdue(FollowUpReport report)
    {
        List<ActionItemReport> late = [.. report.ActionItems.Where(a => a.Overdue)];
        if (late.Count > 0)
        {
            return new(ConditionTypes.ActionItemsOverdue, True, Reasons.Overdue, string.Join("; ", late.Select(a => $"{a.Spec.Id}: {Describe(a)}")));
        }

        return report.ActionItems.Count == 0
            ? new(ConditionTypes.ActionItemsOverdue, False, Reasons.NoActionItems, "There are no action items")
            : new(ConditionTypes.ActionItemsOverdue, False, Reasons.OnTime, "No action item is overdue");
    }

    /// <summary>True only when done: what will not be done has not been.</summary>
    public static ConditionFacts One(ActionItemReport item)
    {
        var reason = item is { Overdue: true, State: not FollowedState.Regressed } ? Reasons.Overdue : Reason(item.State);
        return new(ConditionTypes.OfActionItem(item.Spec.Id), item.IsDone ? True : False, reason, string.Join("; ", [Describe(item), .. ActionItemPhrases.Of(item)]));
    }

    /// <summary>The reason that stands for a state.</summary>
    public static string Reason(FollowedState state) => state switch
    {
        FollowedState.InProgress => Reasons.InProgress,
        FollowedState.Done => Reasons.Done,
        FollowedState.WontDo => Reasons.WontDo,
        FollowedState.Verified => Reasons.Verified,
        FollowedState.Regressed => Reasons.Regressed,
        _ => Reasons.Open,
    };

    /// <summary>What, who and until when.</summary>
    public static string Describe(ActionItemReport item)
    {
        var owner = string.IsNullOrWhiteSpace(item.Spec.Owner) ? "no owner" : $"owner {item.Spec.Owner}";
        var due = item.DueDate is { } day ? "due " + day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "no due date";
        return $"{item.Spec.Title}; {owner}; {due}";
    }

    private static string WithGivenUp(string closed, IReadOnlyList<ActionItemReport> all)
    {
        var givenUp = all.Count(a => a.State == FollowedState.WontDo);
        return givenUp == 0 ? closed : string.Create(CultureInfo.InvariantCulture, $"{closed} or given up ({givenUp})");
    }
}
