using k8s.Models;
using Operator.Api;
using Operator.Core.Reports;

namespace Operator.Core.Statuses;

/// <summary>What a report says in the terms of conditions: about the incident and about the follow-up.</summary>
public static class ReportConditions
{
    internal const string True = "True";
    internal const string False = "False";
    internal const string Unknown = "Unknown";

    /// <summary>
    /// Resolved, ErrorBudgetExhausted, Complete, Reviewed, ActionItemsComplete, ActionItemsOverdue, and one for each action item.
    /// Each has the resource's generation, and <paramref name="now"/> as its transition: a caller that has previous conditions
    /// keeps the time of those whose status did not change, and drops action items' conditions that are not among these.
    /// </summary>
    /// <param name="resource">The post-mortem.</param>
    /// <param name="report">Its report.</param>
    /// <param name="now">The time of transition, cut to the second.</param>
    /// <returns>The conditions in that order, action items in the order of the spec.</returns>
    public static IReadOnlyList<V1Condition> Compute(PostMortem resource, IncidentReport report, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(report);
        ConditionFacts[] all =
        [
            IncidentConditions.Resolved(report),
            IncidentConditions.ErrorBudgetExhausted(report),
            FollowUpConditions.Complete(report),
            FollowUpConditions.Reviewed(resource.Spec, report),
            ActionItemConditions.Complete(report),
            ActionItemConditions.Overdue(report),
            .. report.ActionItems.Select(ActionItemConditions.One),
        ];
        var transition = now.UtcDateTime;
        transition = transition.AddTicks(-(transition.Ticks % TimeSpan.TicksPerSecond));
        return [.. all.Select(c => new V1Condition
        {
            Type = c.Type,
            Status = c.Status,
            Reason = c.Reason,
            Message = c.Message,
            ObservedGeneration = resource.Metadata?.Generation,
            LastTransitionTime = transition,
        })];
    }
}
