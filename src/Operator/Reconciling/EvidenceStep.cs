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
            return FallBack(round, null, null);
        }

        var kept = saved is null ? null : EvidenceVersions.WithInputs(saved.Evidence, spec, IsFrozen(round) && round.Previous.Evidence!.Digest == saved.Digest);
        if (kept is not null && round.RefreshToken is null && JudgedEvidence.Judge(round.Resource, kept, round.Now) is var known && EvidenceJudge.IsComplete(spec, known))
        {
            await store.KeepAsync(saved!, cancellationToken);
            return EvidenceVerdict.Keep(round, known, saved!);
        }

        var standing = kept is not null && round.EvidenceStands ? new Collection(kept) { AskedAt = kept.CollectedAt } : null;
        if ((standing ?? await CollectAsync(round, kept, cancellationToken)) is not { } collection)
        {
            return FallBack(round, saved, kept);
        }

        var judged = JudgedEvidence.Judge(round.Resource, collection.Evidence, round.Now);
        if (IsPoor(collection, judged, kept))
        {
            round.Fail(ConditionTypes.EvidenceCollected, Faults.Of(collection.Failure!)!);
            return FallBack(round, saved, kept);
        }

        if (kept is null && round.RefreshToken is null && IsLess(round, judged))
        {
            EvidenceVerdict.Lost(round, judged, damage);
            return null;
        }

        var current = ReferenceEquals(collection.Evidence, kept) ? saved : await SaveAsync(round, store, collection.Evidence, cancellationToken);
        if (current is null)
        {
            return FallBack(round, saved, kept);
        }

        await store.KeepAsync(current, cancellationToken);
        return EvidenceVerdict.Accept(round, judged, collection, current);
    }

    private static bool IsFrozen(ReconcileRound round) => round.Previous.Evidence is { State: EvidenceState.Frozen };

    /// <summary>Whether the source did not answer and nothing is known from before.</summary>
    private static bool IsPoor(Collection collection, JudgedEvidence judged, IncidentEvidence? kept) =>
        collection.Failure is not null && kept is null && !judged.Evidence.Parts.Any(p => PartContent.HoldsSomething(judged.All, p));

    /// <summary>Whether the saved evidence, of which only the status tells any more, had more than can be collected now.</summary>
    private static bool IsLess(ReconcileRound round, JudgedEvidence fresh) =>
        fresh.Problems.Count > 0
        && (IsFrozen(round) || (round.Previous.Evidence is { Digest: not null } && (round.Previous.Alerts ?? []).Any(a => IsAskedFor(round, a) && !fresh.Report.Alerts.Any(f => f.Name == a.Name))));

    private static bool IsAskedFor(ReconcileRound round, AlertStatus alert) => round.Resource.Spec.Detection?.Alerts.Any(a => a.Name == alert.Name) == true;

    /// <summary>Saves evidence; null when it has no place, which the condition then tells.</summary>
    private static async Task<SavedEvidence?> SaveAsync(ReconcileRound round, IEvidenceStore store, IncidentEvidence evidence, CancellationToken cancellationToken)
    {
        try
        {
            return await store.SaveAsync(evidence, cancellationToken);
        }
        catch (FailureException e) when (e.IsTerminal)
        {
            round.Fail(ConditionTypes.EvidenceCollected, e);
            return null;
        }
    }

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
        kept is not null ? EvidenceVerdict.Stand(round, JudgedEvidence.Judge(round.Resource, kept, round.Now), saved!)
        : round.Previous.Evidence is { Digest: not null } ? null
        : EvidenceVerdict.Unanswered(round);
}
