using Operator.Api;
using Operator.Evidence;
using Operator.Publishing;
using Operator.Runtime.Controllers;

namespace Operator.Reconciling;

/// <summary>
/// Decides what a document rests on: frozen evidence as long as it answers what the spec asks, else what Prometheus says now,
/// else what it said last. Evidence is saved before a status speaks of it, and never given up for something poorer.
/// </summary>
internal sealed class EvidenceStep(FreshEvidence prometheus)
{
    /// <summary>Finds the evidence, and sets EvidenceCollected.</summary>
    /// <returns>The evidence; null when there was some and none can be had now, so that the published document must stay as it is.</returns>
    public async Task<EvidenceInHand?> RunAsync(ReconcileRound round, OwnedConfigMaps configMaps, CancellationToken cancellationToken)
    {
        var frozen = round.Previous.Evidence is { State: EvidenceState.Frozen };
        var kept = frozen ? await LoadKeptAsync(round, configMaps, cancellationToken) : null;
        if (!InputsDigest.AsksAnything(round.Resource.Spec))
        {
            round.RefreshServed = true;

            // Evidence outlives the question, because a question may be taken out by mistake and evidence cannot be had again.
            return kept is null ? EvidenceVerdict.NotAsked(round) : EvidenceVerdict.Keep(round, kept);
        }

        if (kept is not null && round.RefreshToken is null && kept.Evidence.InputsDigest == InputsDigest.Of(round.Resource.Spec))
        {
            return EvidenceVerdict.Keep(round, kept);
        }

        var fresh = await CollectAsync(round, cancellationToken);
        if (fresh is null)
        {
            return await FallBackAsync(round, configMaps, kept, cancellationToken);
        }

        if (frozen && Refuse(round, fresh, kept))
        {
            return kept is null ? null : EvidenceVerdict.InHand(kept, round.Previous.Evidence!);
        }

        // An alert that still has not fired: what was said of it stands, or every look would write a document that says nothing new.
        if (!frozen && round.RefreshToken is null && EvidenceJudge.FoundNothing(fresh)
            && await LoadKeptAsync(round, configMaps, cancellationToken) is { } before && EvidenceJudge.SaysTheSame(fresh, before))
        {
            return EvidenceVerdict.Stand(round, before);
        }

        var digest = await EvidenceArchive.SaveAsync(round, configMaps, fresh.Evidence, cancellationToken);
        return EvidenceVerdict.Accept(round, fresh, digest);
    }

    private async Task<JudgedEvidence?> CollectAsync(ReconcileRound round, CancellationToken cancellationToken)
    {
        try
        {
            return JudgedEvidence.Judge(round.Resource, await prometheus.CollectAsync(round.Resource, round.Now, cancellationToken), round.Now);
        }
        catch (Exception e) when (Faults.Of(e) is { } fault)
        {
            round.Fail(ConditionTypes.EvidenceCollected, fault);
            return null;
        }
    }

    /// <summary>Prometheus does not answer: the last answer stands, so that no figure vanishes.</summary>
    private static async Task<EvidenceInHand?> FallBackAsync(ReconcileRound round, OwnedConfigMaps configMaps, JudgedEvidence? kept, CancellationToken cancellationToken)
    {
        if (round.Previous.Evidence is not { Digest: not null } status)
        {
            return EvidenceVerdict.Unanswered(round);
        }

        kept ??= await LoadKeptAsync(round, configMaps, cancellationToken);
        return kept is null ? null : EvidenceVerdict.InHand(kept, status);
    }

    /// <summary>Whether frozen evidence stands against what Prometheus says now, because Prometheus has forgotten or does not understand.</summary>
    private static bool Refuse(ReconcileRound round, JudgedEvidence fresh, JudgedEvidence? kept)
    {
        var asked = round.RefreshToken is not null;
        if (kept is null ? fresh.Problems.Count == 0 || asked : EvidenceJudge.MayReplace(fresh, kept))
        {
            return false;
        }

        var first = fresh.Problems.Count > 0 ? fresh.Problems[0] : null;
        var cause = first?.Message ?? "Prometheus covers less of the budget window than it did";
        if (fresh.Problems.Any(EvidenceJudge.IsTransient))
        {
            round.Fail(ConditionTypes.EvidenceCollected, new ReconcileException(first!.Reason, cause));
        }
        else if (kept is null)
        {
            var mend = $"set annotation {PostMortemAnnotations.RefreshEvidence} to accept what Prometheus still knows, or restore the ConfigMap";
            round.Fail(ConditionTypes.EvidenceCollected, new ReconcileException(
                Reasons.EvidenceInvalid, $"The frozen evidence was removed or edited, and cannot be collected again: {cause}; {mend}", isTerminal: true));
        }
        else if (asked && kept.Evidence.InputsDigest == fresh.Evidence.InputsDigest)
        {
            round.RefreshServed = true;
            EvidenceVerdict.Report(round, kept, Reasons.Frozen, $"Evidence of {EvidenceVerdict.Text(kept.Evidence.CollectedAt)} stays, because collecting it again gave less: {cause}");
        }
        else
        {
            round.RefreshServed = true;
            round.Fail(ConditionTypes.EvidenceCollected, new ReconcileException(
                first?.Reason ?? Reasons.NoData, $"Evidence of {EvidenceVerdict.Text(kept.Evidence.CollectedAt)} stays, because the changed spec gives less: {cause}", isTerminal: true));
        }

        return true;
    }

    private static async Task<JudgedEvidence?> LoadKeptAsync(ReconcileRound round, OwnedConfigMaps configMaps, CancellationToken cancellationToken)
    {
        if (round.Previous.Evidence?.Digest is not { } digest)
        {
            return null;
        }

        try
        {
            var evidence = await EvidenceArchive.LoadAsync(round, configMaps, digest, cancellationToken);
            return JudgedEvidence.Judge(round.Resource, evidence, round.Now);
        }
        catch (EvidenceException)
        {
            // Gone or edited by hand: whoever asked finds a way without it, and says so.
            return null;
        }
    }
}
