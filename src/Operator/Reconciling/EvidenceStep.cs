using System.Globalization;
using Operator.Api;
using Operator.Evidence;
using Operator.Prometheus;
using Operator.Runtime.Controllers;

namespace Operator.Reconciling;

/// <summary>
/// Decides what a document rests on: frozen evidence as long as it answers what the spec asks, else what Prometheus says now,
/// else what it said last. Evidence is saved before a status speaks of it, and never given up for something poorer.
/// </summary>
internal sealed class EvidenceStep(EvidenceCollector collector, PrometheusSources sources)
{
    /// <summary>Finds the evidence, and sets EvidenceCollected.</summary>
    /// <returns>The evidence; null when there was some and none can be had now, so that the published document must stay as it is.</returns>
    public async Task<EvidenceInHand?> RunAsync(ReconcileRound round, CancellationToken cancellationToken)
    {
        var frozen = round.Previous.Evidence is { State: EvidenceState.Frozen };
        var kept = frozen ? await LoadKeptAsync(round, cancellationToken) : null;
        if (!InputsDigest.AsksAnything(round.Resource.Spec))
        {
            return AskNothing(round, kept);
        }

        if (kept is not null && round.RefreshToken is null && kept.Evidence.InputsDigest == InputsDigest.Of(round.Resource.Spec))
        {
            return Keep(round, kept);
        }

        var fresh = await CollectAsync(round, cancellationToken);
        if (fresh is null)
        {
            return await FallBackAsync(round, kept, cancellationToken);
        }

        if (frozen && Refuse(round, fresh, kept))
        {
            return kept is null ? null : InHand(kept, round.Previous.Evidence!);
        }

        return await AcceptAsync(round, fresh, cancellationToken);
    }

    /// <summary>Evidence outlives the question, because a question may be taken out by mistake and evidence cannot be had again.</summary>
    private static EvidenceInHand AskNothing(ReconcileRound round, JudgedEvidence? kept)
    {
        round.RefreshServed = true;
        if (kept is not null)
        {
            return Keep(round, kept);
        }

        var nothing = EvidenceInHand.Nothing(round);
        round.Succeed(ConditionTypes.EvidenceCollected, Reasons.NotConfigured, "The spec asks for no evidence: no alerts, objectives or queries");
        return nothing;
    }

    private static EvidenceInHand Keep(ReconcileRound round, JudgedEvidence kept)
    {
        Report(round, kept, Reasons.Frozen, $"Evidence of {Text(kept.Evidence.CollectedAt)} is kept; Prometheus is not asked again");
        return InHand(kept, round.Previous.Evidence!);
    }

    private async Task<JudgedEvidence?> CollectAsync(ReconcileRound round, CancellationToken cancellationToken)
    {
        try
        {
            var client = sources.Find(round.Resource.Spec.Prometheus?.Source);
            var evidence = await collector.CollectAsync(round.Resource, client, round.Now, cancellationToken);

            // The document links to the server that answered, and must after Prometheus has moved.
            evidence = evidence with { Source = evidence.Source! with { Url = client.Options.Url } };
            return JudgedEvidence.Judge(round.Resource, EvidenceReducer.Reduce(round.Resource.Spec, evidence), round.Now);
        }
        catch (Exception e) when (Faults.Of(e) is { } fault)
        {
            round.Fail(ConditionTypes.EvidenceCollected, fault);
            return null;
        }
    }

    /// <summary>Prometheus does not answer: the last answer stands, so that no figure vanishes.</summary>
    private static async Task<EvidenceInHand?> FallBackAsync(ReconcileRound round, JudgedEvidence? kept, CancellationToken cancellationToken)
    {
        if (round.Previous.Evidence is not { Digest: not null } status)
        {
            return EvidenceInHand.Nothing(round) with { IsOpen = true };
        }

        kept ??= await LoadKeptAsync(round, cancellationToken);
        return kept is null ? null : InHand(kept, status);
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
            Report(round, kept, Reasons.Frozen, $"Evidence of {Text(kept.Evidence.CollectedAt)} stays, because collecting it again gave less: {cause}");
        }
        else
        {
            round.RefreshServed = true;
            round.Fail(ConditionTypes.EvidenceCollected, new ReconcileException(
                first?.Reason ?? Reasons.NoData, $"Evidence of {Text(kept.Evidence.CollectedAt)} stays, because the changed spec gives less: {cause}", isTerminal: true));
        }

        return true;
    }

    private static async Task<EvidenceInHand> AcceptAsync(ReconcileRound round, JudgedEvidence fresh, CancellationToken cancellationToken)
    {
        var digest = await EvidenceArchive.SaveAsync(round, fresh.Evidence, cancellationToken);
        round.RefreshServed = true;
        var state = fresh.IsFinal ? EvidenceState.Frozen : EvidenceState.Collecting;
        var message = state == EvidenceState.Frozen
            ? $"Evidence of {Text(fresh.Evidence.CollectedAt)} is kept; Prometheus is not asked again"
            : $"Evidence as of {Text(fresh.Evidence.CollectedAt)}; it is collected again until the incident is over and settled";
        Report(round, fresh, state == EvidenceState.Frozen ? Reasons.Frozen : Reasons.Collected, message);
        return InHand(fresh, new EvidenceStatus { State = state, CollectedAt = fresh.Evidence.CollectedAt, Digest = digest });
    }

    private static void Report(ReconcileRound round, JudgedEvidence evidence, string reason, string message)
    {
        if (evidence.Problems.Count == 0)
        {
            round.Succeed(ConditionTypes.EvidenceCollected, reason, message);
            return;
        }

        var first = evidence.Problems.FirstOrDefault(EvidenceJudge.IsTransient) ?? evidence.Problems[0];
        var all = string.Join("; ", evidence.Problems.Select(p => p.Message).Distinct(StringComparer.Ordinal));
        round.Fail(ConditionTypes.EvidenceCollected, new ReconcileException(first.Reason, all, isTerminal: !EvidenceJudge.IsTransient(first)));
    }

    private static EvidenceInHand InHand(JudgedEvidence evidence, EvidenceStatus status) => new(evidence.Evidence, evidence.Report, status)
    {
        IsOpen = status.State == EvidenceState.Collecting,
        SettlesAt = status.State == EvidenceState.Collecting ? evidence.SettlesAt : null,
    };

    private static async Task<JudgedEvidence?> LoadKeptAsync(ReconcileRound round, CancellationToken cancellationToken)
    {
        if (round.Previous.Evidence?.Digest is not { } digest)
        {
            return null;
        }

        try
        {
            var evidence = await EvidenceArchive.LoadAsync(round, digest, cancellationToken);
            return JudgedEvidence.Judge(round.Resource, evidence, round.Now);
        }
        catch (EvidenceException)
        {
            // Gone or edited by hand: whoever asked finds a way without it, and says so.
            return null;
        }
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
