using Operator.Api;
using Operator.Core;
using Operator.Core.FollowUp;
using Operator.Core.Statuses;
using Operator.Evidence;
using Operator.FollowUp;
using Operator.Publishing;

namespace Operator.Reconciling;

/// <summary>
/// The way of one PostMortem from its spec to its outputs, in a cluster and on the command line: evidence, figures, follow-up,
/// document, outputs. The status that follows from it is made by <see cref="StatusBuilder"/>.
/// </summary>
internal sealed class PostMortemSteps(EvidenceStep evidenceStep, VerifyStep verifyStep, RenderStep renderStep, TimeProvider time)
{
    /// <summary>How long the steps may take. They end while there is time left to say so: a whole reconcile has two minutes.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Runs the steps. What fails is a condition of the round, and the steps that need it are not reached.</summary>
    /// <exception cref="OperationCanceledException">The caller gives up.</exception>
    public async Task<Outcome> RunAsync(ReconcileRound round, IEvidenceStore store, IReadOnlyList<IPublisher> publishers, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var outcome = await RunWithinLimitAsync(round, store, publishers, both.Token);
        cancellationToken.ThrowIfCancellationRequested();
        return outcome;
    }

    private async Task<Outcome> RunWithinLimitAsync(ReconcileRound round, IEvidenceStore store, IReadOnlyList<IPublisher> publishers, CancellationToken cancellationToken)
    {
        var evidence = await TryAsync(round, ConditionTypes.EvidenceCollected, () => evidenceStep.RunAsync(round, store, cancellationToken));
        var followUp = await FollowUpAsync(round, evidence, cancellationToken);
        if (evidence is null || followUp is null)
        {
            // The published document and its figures stay as they are.
            return new Outcome { FollowUp = followUp };
        }

        var document = await TryAsync(
            round, ConditionTypes.Rendered, async () => await renderStep.RunAsync(round, evidence, followUp, publishers.Any(p => p.IsWanted), cancellationToken));
        var delivered = document is null
            ? null
            : await TryAsync(round, ConditionTypes.Published, async () => await PublishStep.RunAsync(round, publishers, document, cancellationToken));
        return new Outcome { Evidence = evidence, FollowUp = followUp, Document = document?.Document, Outputs = delivered?.Outputs, IsDelivered = delivered?.IsComplete == true };
    }

    private async Task<FollowUpReport?> FollowUpAsync(ReconcileRound round, EvidenceInHand? evidence, CancellationToken cancellationToken)
    {
        var previous = round.Previous.ActionItems ?? [];
        var origin = evidence?.Report.Timestamp(IncidentTimestampName.StartedAt)?.Time ?? round.Created;
        var verifications = await verifyStep.RunAsync(round.Resource.Spec, previous, origin, round.Verifying, round.Now, cancellationToken);
        var changedAt = evidence is null ? round.Previous.Document?.FiguresChangedAt : StatusBuilder.FiguresChangedAt(round, evidence);
        var inputs = new FollowUpInputs
        {
            Previous = previous,
            Observed = round.Observed,
            OpensIssues = round.OpensIssues,
            Approvals = FigureChanges.Mark(round.Previous.Approvals, round.Previous.Document?.FiguresChangedAt, changedAt) ?? [],
            Verifications = verifications,
            FiguresChangedAt = changedAt,
        };
        return FollowUpStep.Run(round.Resource.Spec, round.Now, inputs);
    }

    /// <summary>Runs a step; a failure becomes its condition, and null.</summary>
    private async Task<T?> TryAsync<T>(ReconcileRound round, string condition, Func<Task<T?>> step)
        where T : class
    {
        try
        {
            return await step();
        }
        catch (OperationCanceledException e)
        {
            // When it is not the limit, the caller gives up, and nothing is written.
            round.Fail(condition, new FailureException(Reasons.ReconcileTimeout, $"The steps of this reconcile took longer than {Limit.TotalSeconds:0} s and were ended; they are tried again", inner: e));
            return null;
        }
        catch (Exception e) when (Faults.Of(e) is { } fault)
        {
            round.Fail(condition, fault);
            return null;
        }
    }
}
