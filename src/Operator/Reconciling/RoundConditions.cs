using Operator.Api;
using Operator.Core;
using Operator.Core.Statuses;
using Operator.Runtime.Conditions;

namespace Operator.Reconciling;

/// <summary>The conditions after a round: those of the steps, those of the report, and what Ready makes of them.</summary>
internal static class RoundConditions
{
    // Several conditions say the same, and all are in one object.
    private const int LongestMessage = 4096;

    private const string SuspendedMessage = "Suspended: the operator leaves this resource alone until spec.suspend is false";

    /// <summary>Completes the conditions. A transition has the round's time.</summary>
    public static ConditionSet Build(PostMortemStatus previous, ReconcileRound round, Outcome outcome)
    {
        var conditions = new ConditionSet(previous.Conditions, round.Resource.Metadata.Generation ?? 0, new StandingTime(round.Now));
        foreach (var (type, finding) in round.Conditions)
        {
            conditions.Set(type, finding.Status, finding.Reason, Cut(finding.Message));
        }

        AddReports(conditions, round, outcome);
        MarkSteps(conditions, previous, round, outcome);
        MarkReady(conditions, round, outcome);
        return conditions;
    }

    /// <summary>A message as a condition may have one.</summary>
    public static string Cut(string message) => Texts.Line(message, LongestMessage);

    private static void AddReports(ConditionSet conditions, ReconcileRound round, Outcome outcome)
    {
        var items = round.Resource.Spec.ActionItems.Select(a => ConditionTypes.OfActionItem(a.Id)).ToHashSet(StringComparer.Ordinal);
        conditions.RemoveWhere(type => type.StartsWith(ConditionTypes.ActionItemPrefix, StringComparison.Ordinal) && !items.Contains(type));
        ConditionFacts[] all =
        [
            .. outcome.Evidence is { Report: var report } ? ReportConditions.Of(report) : [],
            .. outcome.FollowUp is { } followUp ? ReportConditions.Of(round.Resource.Spec, followUp) : [],
        ];
        foreach (var condition in all)
        {
            conditions.Set(condition.Type, condition.Status, condition.Reason, Cut(condition.Message));
        }
    }

    /// <summary>What a step that was not reached said of an earlier spec is not said of this one.</summary>
    private static void MarkSteps(ConditionSet conditions, PostMortemStatus previous, ReconcileRound round, Outcome outcome)
    {
        if (outcome.IsSuspended)
        {
            conditions.Set(ConditionTypes.Suspended, ConditionStatus.True, Reasons.Suspended, SuspendedMessage);
            return;
        }

        conditions.Remove(ConditionTypes.Suspended);
        foreach (var step in new[] { ConditionTypes.EvidenceCollected, ConditionTypes.Rendered, ConditionTypes.Published }.Where(s => round.Conditions.Find(s) is null))
        {
            if (round.Faults.FirstOrDefault() is { } fault)
            {
                conditions.Set(step, ConditionStatus.Unknown, fault.Reason, Cut($"Waits for the step before: {fault.Message}"));
            }
        }

        // What was delivered once is out there; that a change of it is not is not a step back.
        var published = conditions.Find(ConditionTypes.Published);
        if (previous.Phase == PostMortemPhase.Published && published is not { Status: ConditionStatus.True } && round.Preventing(outcome) is null)
        {
            conditions.Set(ConditionTypes.Published, ConditionStatus.False, Reasons.UpdatePending, Cut($"A change waits for delivery: {published?.Message}"));
        }
    }

    /// <summary>The first fault is the one to correct first; one that a person must correct comes before one that passes.</summary>
    private static void MarkReady(ConditionSet conditions, ReconcileRound round, Outcome outcome)
    {
        if (outcome.IsSuspended)
        {
            conditions.MarkReady(Reasons.Suspended, SuspendedMessage);
        }
        else if (round.Preventing(outcome) is { } preventing)
        {
            conditions.MarkStalled(preventing.Reason, Cut(preventing.Message));
        }
        else if (round.Faults.Find(f => !f.IsTerminal) is { } transient)
        {
            conditions.MarkRetrying(transient.Reason, Cut(transient.Message));
        }
        else if (round.AwaitsDelivery)
        {
            conditions.MarkRetrying(Reasons.UpdatePending, Cut(round.Conditions.Find(ConditionTypes.Published)!.Message));
        }
        else
        {
            var withheld = round.Conditions.Find(ConditionTypes.Published) is { Status: ConditionStatus.False } finding ? finding.Message : "no output is configured";
            var where = outcome is { IsDelivered: true, Outputs: { } outputs } ? $"Published to {string.Join(", ", outputs.Select(o => $"{o.Type} {o.Location}"))}" : $"Rendered; {withheld}";
            string[] lacking = [.. round.Faults.Select(f => $"without some evidence ({f.Reason}): {f.Message}"), .. round.Notices];
            conditions.MarkReady(Reasons.Succeeded, Cut(string.Join("; ", lacking.Prepend(where))));
        }
    }
}
