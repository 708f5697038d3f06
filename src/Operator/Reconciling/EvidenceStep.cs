using Operator.Api;
using Operator.Core;
using Operator.Core.Evidence;
using Operator.Evidence;
using Operator.Evidence.Inputs;

namespace Operator.Reconciling;

/// <summary>
/// Decides what a document rests on: what is saved, and what Prometheus says now of the parts that are not frozen. Evidence is saved
/// before a status speaks of it, and no part of it is ever given up for something poorer.
/// </summary>
/// <param name="source">Where new evidence comes from.</param>
internal sealed class EvidenceStep(IEvidenceSource source)
{
    /// <summary>Finds the evidence, and sets EvidenceCollected.</summary>
    /// <returns>The evidence; null when there was some and none can be had now, so that the published document must stay as it is.</returns>
    public async Task<EvidenceInHand?> RunAsync(ReconcileRound round, IEvidenceStore store, CancellationToken cancellationToken)
    {
        var spec = round.Resource.Spec;
        if (!PartInputs.AsksAnything(spec))
        {
            // What is saved stays, because a question may be taken out by mistake, and evidence cannot be had again.
            round.RefreshServed = true;
            await store.KeepUnaskedAsync(cancellationToken);
            return EvidenceVerdict.NotAsked(round);
        }

        var (saved, damage) = await LoadAsync(round, store, cancellationToken);
        if (round.Faults.Count > 0)
        {
            return EvidenceVerdict.Unanswered(round);
        }

        var kept = saved is null ? null : EvidenceVersions.WithInputs(saved.Evidence, spec, IsFrozen(round) && round.Previous.Evidence!.Digest == saved.Digest);
        if (kept is not null && round.RefreshToken is null && JudgedEvidence.Judge(round.Resource, kept, round.Now) is var known && EvidenceJudge.IsComplete(spec, known))
        {
            await store.KeepAsync(saved!, cancellationToken);
            return EvidenceVerdict.Keep(round, known, saved!.Digest);
        }

        if (await CollectAsync(round, kept, cancellationToken) is not { } collection)
        {
            return FallBack(round, saved, kept);
        }

        var judged = JudgedEvidence.Judge(round.Resource, collection.Evidence, round.Now);
        if (IsPoor(collection, judged, kept))
        {
            round.Fail(ConditionTypes.EvidenceCollected, Faults.Of(collection.Failure!)!);
            return FallBack(round, saved, kept);
        }

        if (kept is null && IsFrozen(round) && round.RefreshToken is null && judged.Problems.Count > 0)
        {
            EvidenceVerdict.Lost(round, judged, damage);
            return null;
        }

        saved = ReferenceEquals(collection.Evidence, kept) ? saved! : await store.SaveAsync(collection.Evidence, cancellationToken);
        await store.KeepAsync(saved, cancellationToken);
        return EvidenceVerdict.Accept(round, judged, collection, saved.Digest);
    }

    private static bool IsFrozen(ReconcileRound round) => round.Previous.Evidence is { State: EvidenceState.Frozen };

    /// <summary>Whether the source did not answer and nothing is known from before.</summary>
    private static bool IsPoor(Collection collection, JudgedEvidence judged, IncidentEvidence? kept) =>
        collection.Failure is not null && kept is null && !judged.Evidence.Parts.Any(p => PartContent.HoldsSomething(judged.All, p));

    private static async Task<(SavedEvidence? Saved, string? Damage)> LoadAsync(ReconcileRound round, IEvidenceStore store, CancellationToken cancellationToken)
    {
        try
        {
            return (await store.LoadAsync(cancellationToken), null);
        }
        catch (FailureException e) when (e.Reason == Reasons.EvidenceInvalid)
        {
            return (null, e.Message);
        }
        catch (FailureException e) when (e.Reason == Reasons.EvidenceConflict)
        {
            // New evidence would have no place, so that there is none; what people say is published all the same.
            round.Fail(ConditionTypes.EvidenceCollected, Faults.Of(e)!);
            return (null, null);
        }
    }

    private async Task<Collection?> CollectAsync(ReconcileRound round, IncidentEvidence? kept, CancellationToken cancellationToken)
    {
        try
        {
            return await source.CollectAsync(round.Resource, kept, round.RefreshToken is not null, round.Now, cancellationToken);
        }
        catch (Exception e) when (Faults.Of(e) is { } fault)
        {
            round.Fail(ConditionTypes.EvidenceCollected, fault);
            return null;
        }
    }

    /// <summary>Nothing new can be had: what is saved stands, so that no figure vanishes.</summary>
    private static EvidenceInHand? FallBack(ReconcileRound round, SavedEvidence? saved, IncidentEvidence? kept) =>
        kept is not null ? EvidenceVerdict.Stand(round, JudgedEvidence.Judge(round.Resource, kept, round.Now), saved!.Digest)
        : round.Previous.Evidence is { Digest: not null } ? null
        : EvidenceVerdict.Unanswered(round);
}
