using System.Globalization;
using Operator.Api;
using Operator.Runtime.Controllers;

namespace Operator.Reconciling;

/// <summary>What is said of evidence once it is at hand: its condition, and whether it is final.</summary>
internal static class EvidenceVerdict
{
    /// <summary>The spec asks for nothing that a server could answer.</summary>
    public static EvidenceInHand NotAsked(ReconcileRound round)
    {
        var nothing = EvidenceInHand.Nothing(round);
        round.Succeed(ConditionTypes.EvidenceCollected, Reasons.NotConfigured, "The spec asks for no evidence: no alerts, objectives or queries");
        return nothing;
    }

    /// <summary>Prometheus did not answer, and never has; the condition tells why already.</summary>
    public static EvidenceInHand Unanswered(ReconcileRound round) => EvidenceInHand.Nothing(round) with
    {
        IsOpen = true,
        Failure = round.Conditions.Find(ConditionTypes.EvidenceCollected)?.Reason,
    };

    /// <summary>Frozen evidence stands.</summary>
    public static EvidenceInHand Keep(ReconcileRound round, JudgedEvidence kept)
    {
        Report(round, kept, Reasons.Frozen, $"Evidence of {Text(kept.Evidence.CollectedAt)} is kept; Prometheus is not asked again");
        return InHand(kept, round.Previous.Evidence!);
    }

    /// <summary>Fresh evidence takes its place; it is saved already.</summary>
    public static EvidenceInHand Accept(ReconcileRound round, JudgedEvidence fresh, string digest)
    {
        round.RefreshServed = true;
        var state = fresh.IsFinal ? EvidenceState.Frozen : EvidenceState.Collecting;
        var message = state == EvidenceState.Frozen
            ? $"Evidence of {Text(fresh.Evidence.CollectedAt)} is kept; Prometheus is not asked again"
            : $"Evidence as of {Text(fresh.Evidence.CollectedAt)}; it is collected again until the incident is over and settled";
        Report(round, fresh, state == EvidenceState.Frozen ? Reasons.Frozen : Reasons.Collected, message);
        return InHand(fresh, new EvidenceStatus { State = state, CollectedAt = fresh.Evidence.CollectedAt, Digest = digest });
    }

    /// <summary>Evidence that found nothing stands until some is found.</summary>
    public static EvidenceInHand Stand(ReconcileRound round, JudgedEvidence kept)
    {
        Report(round, kept, Reasons.Collected, $"Evidence as of {Text(kept.Evidence.CollectedAt)}; it is collected again until the incident is over and settled");
        return InHand(kept, round.Previous.Evidence!);
    }

    /// <summary>Sets the condition by what is missing; one that time can mend is told first.</summary>
    public static void Report(ReconcileRound round, JudgedEvidence evidence, string reason, string message)
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

    public static EvidenceInHand InHand(JudgedEvidence evidence, EvidenceStatus status) => new(evidence.Evidence, evidence.Report, status)
    {
        IsOpen = status.State == EvidenceState.Collecting,
        SettlesAt = status.State == EvidenceState.Collecting ? evidence.SettlesAt : null,
    };

    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
