using Operator.Api;
using Operator.Core.Statuses;

namespace Operator.Reconciling;

/// <summary>Puts a status together from what the steps gave: the one that is written to a cluster, and the one that is rendered without.</summary>
internal static class StatusAssembler
{
    /// <summary>Completes the conditions, and gives the whole status.</summary>
    public static PostMortemStatus Assemble(ReconcileRound round, Outcome outcome)
    {
        AddReportConditions(round, outcome);
        MarkReady(round, outcome);
        return Build(round, outcome);
    }

    private static void AddReportConditions(ReconcileRound round, Outcome outcome)
    {
        if (outcome.Evidence is not { } evidence)
        {
            return;
        }

        var conditions = ReportConditions.Compute(round.Resource, evidence.Report, round.Now);
        var present = conditions.Select(c => c.Type).ToHashSet(StringComparer.Ordinal);
        round.Conditions.RemoveWhere(type => type.StartsWith(ConditionTypes.ActionItemPrefix, StringComparison.Ordinal) && !present.Contains(type));
        foreach (var condition in conditions)
        {
            round.Conditions.Set(condition.Type, condition.Status, condition.Reason, condition.Message);
        }
    }

    /// <summary>The first fault is the one to mend first; one that a person must mend comes before one that passes.</summary>
    private static void MarkReady(ReconcileRound round, Outcome outcome)
    {
        var fault = round.Faults.Find(f => f.IsTerminal) ?? round.Faults.FirstOrDefault();
        if (outcome.IsSuspended)
        {
            round.Conditions.MarkStalled(Reasons.Suspended, "spec.suspend is true: nothing is done until it is false");
        }
        else if (fault is null)
        {
            var where = outcome.Outputs is { Count: > 0 } outputs ? $"Published to {string.Join(", ", outputs.Select(o => $"{o.Type} {o.Location}"))}" : "Rendered; no output is configured";
            round.Conditions.MarkReady(Reasons.Succeeded, where);
        }
        else if (fault.IsTerminal)
        {
            round.Conditions.MarkStalled(fault.Reason, fault.Message);
        }
        else
        {
            round.Conditions.MarkRetrying(fault.Reason, fault.Message);
        }
    }

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
            });
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
            Outputs = outcome.Outputs ?? previous?.Outputs,
        };
    }
}
