using Operator.Api;
using Operator.Core;
using Operator.Core.Statuses;
using Operator.Runtime.Conditions;

namespace Operator.Reconciling;

/// <summary>Puts a status together from what the steps gave: the one that is written to a cluster, and the one that is rendered without.</summary>
internal static class StatusAssembler
{
    private const string SuspendedMessage = "Suspended: the operator leaves this resource alone until spec.suspend is false";

    /// <summary>Completes the conditions, and gives the whole status.</summary>
    public static PostMortemStatus Assemble(ReconcileRound round, Outcome outcome)
    {
        AddReportConditions(round, outcome);
        MarkSteps(round, outcome);
        MarkReady(round, outcome);
        return Build(round, outcome);
    }

    private static void AddReportConditions(ReconcileRound round, Outcome outcome)
    {
        var items = round.Resource.Spec.ActionItems.Select(a => ConditionTypes.ActionItemPrefix + a.Id).ToHashSet(StringComparer.Ordinal);
        round.Conditions.RemoveWhere(type => type.StartsWith(ConditionTypes.ActionItemPrefix, StringComparison.Ordinal) && !items.Contains(type));
        if (outcome.Evidence is not { } evidence)
        {
            return;
        }

        var conditions = ReportConditions.Compute(round.Resource, evidence.Report, round.Now);
        foreach (var condition in conditions)
        {
            round.Conditions.Set(condition.Type, condition.Status, condition.Reason, condition.Message);
        }
    }

    /// <summary>What a step that was not reached said of an earlier spec is not said of this one.</summary>
    private static void MarkSteps(ReconcileRound round, Outcome outcome)
    {
        if (outcome.IsSuspended)
        {
            round.Conditions.Set(ConditionTypes.Suspended, ConditionStatus.True, Reasons.Suspended, SuspendedMessage);
            return;
        }

        round.Conditions.Remove(ConditionTypes.Suspended);
        if (outcome.Evidence is null)
        {
            NotReached(round, ConditionTypes.Rendered);
        }

        if (outcome.Document is null)
        {
            NotReached(round, ConditionTypes.Published);
        }

        // What was delivered once is out there; that a change of it is not is no step back.
        var published = round.Conditions.Find(ConditionTypes.Published);
        if (round.Previous.Phase == PostMortemPhase.Published && published is not { Status: ConditionStatus.True } && !round.Faults.Exists(f => f.IsTerminal))
        {
            round.Conditions.Set(ConditionTypes.Published, ConditionStatus.False, Reasons.UpdatePending, Cut($"A change waits for delivery: {published?.Message}"));
        }
    }

    private static void NotReached(ReconcileRound round, string step)
    {
        if (round.Faults.FirstOrDefault() is { } fault)
        {
            round.Conditions.Set(step, ConditionStatus.Unknown, fault.Reason, Cut($"Waits for the step before: {fault.Message}"));
        }
    }

    /// <summary>The first fault is the one to correct first; one that a person must correct comes before one that passes.</summary>
    private static void MarkReady(ReconcileRound round, Outcome outcome)
    {
        if (outcome.IsSuspended)
        {
            round.Conditions.MarkReady(Reasons.Suspended, SuspendedMessage);
        }
        else if (round.Preventing(outcome) is { } preventing)
        {
            round.Conditions.MarkStalled(preventing.Reason, Cut(preventing.Message));
        }
        else if (round.Faults.Find(f => !f.IsTerminal) is { } transient)
        {
            round.Conditions.MarkRetrying(transient.Reason, Cut(transient.Message));
        }
        else
        {
            var where = outcome.Outputs is { Count: > 0 } outputs ? $"Published to {string.Join(", ", outputs.Select(o => $"{o.Type} {o.Location}"))}" : "Rendered; no output is configured";
            string[] lacking = [.. round.Faults.Select(f => $"without some evidence ({f.Reason}): {f.Message}"), .. round.Notices];
            round.Conditions.MarkReady(Reasons.Succeeded, Cut(string.Join("; ", lacking.Prepend(where))));
        }
    }

    private static string Cut(string message) => Texts.Cut(message, ReconcileRound.LongestMessage);

    private static PostMortemStatus Build(ReconcileRound round, Outcome outcome)
    {
        var previous = round.Previous;
        var document = outcome.Document is null ? previous.Document : Document(round, outcome);
        var status = outcome.Evidence is not { } evidence
            ? previous
            : StatusProjection.Project(round.Resource, evidence.Report, new StatusFacts
            {
                Evidence = evidence.Status,
                Document = document,
                Delivered = outcome.Outputs is { Count: > 0 },
                PreviousPhase = previous.Phase,
            });
        status = status with { Document = status.Document is { } rendered ? rendered with { PublishedAt = round.PublishedAt(status.Phase) } : null };
        return status with
        {
            // As long as a retry may still succeed, this generation has not been dealt with.
            ObservedGeneration = round.Conditions.IsTrue(ConditionTypes.Reconciling) ? previous.ObservedGeneration ?? -1 : round.Resource.Metadata.Generation,
            LastHandledReconcileAt = round.Annotation(PostMortemAnnotations.ReconcileAt) ?? previous.LastHandledReconcileAt,
            LastHandledRefreshAt = round.RefreshServed ? round.Annotation(PostMortemAnnotations.RefreshEvidence) ?? previous.LastHandledRefreshAt : previous.LastHandledRefreshAt,
            Conditions = round.Conditions.ToList(),
        };
    }

    private static DocumentStatus Document(ReconcileRound round, Outcome outcome)
    {
        var document = outcome.Document!;
        var previous = round.Previous.Document;
        return new DocumentStatus
        {
            Digest = document.Digest,
            RenderedAt = previous is { RenderedAt: { } before } && previous.Digest == document.Digest ? before : round.Now,
            Template = document.Template,
            PublishedAt = previous?.PublishedAt,
            Outputs = outcome.Outputs ?? previous?.Outputs,
        };
    }
}
