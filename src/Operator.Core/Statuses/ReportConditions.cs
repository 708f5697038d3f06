using Operator.Api;
using Operator.Core.FollowUp;
using Operator.Core.Reports;

namespace Operator.Core.Statuses;

/// <summary>What reports say in the terms of conditions.</summary>
public static class ReportConditions
{
    internal const string True = "True";
    internal const string False = "False";
    internal const string Unknown = "Unknown";

    /// <summary>Resolved and ErrorBudgetExhausted.</summary>
    /// <param name="report">The figures.</param>
    public static IReadOnlyList<ConditionFacts> Of(IncidentReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return [IncidentConditions.Resolved(report), IncidentConditions.ErrorBudgetExhausted(report)];
    }

    /// <summary>Complete, Reviewed, ActionItemsComplete, ActionItemsOverdue, and one for each action item in the order of the spec.</summary>
    /// <param name="spec">What people say.</param>
    /// <param name="followUp">How far they have come.</param>
    public static IReadOnlyList<ConditionFacts> Of(PostMortemSpec spec, FollowUpReport followUp)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(followUp);
        return
        [
            FollowUpConditions.Complete(followUp),
            FollowUpConditions.Reviewed(spec, followUp),
            ActionItemConditions.Complete(followUp),
            ActionItemConditions.Overdue(followUp),
            .. followUp.ActionItems.Select(ActionItemConditions.One),
        ];
    }
}
