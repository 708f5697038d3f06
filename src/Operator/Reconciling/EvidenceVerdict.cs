using System.Globalization;
using Operator.Api;
using Operator.Core;
using Operator.Core.Evidence;
using Operator.Evidence;

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

    /// <summary>Everything is frozen.</summary>
    public static EvidenceInHand Keep(ReconcileRound round, JudgedEvidence kept, SavedEvidence saved)
    {
        round.RefreshServed = true;
        Report(round, kept, EvidenceState.Frozen, []);
        return InHand(kept, EvidenceState.Frozen, saved);
    }

    /// <summary>What was saved before stands; the condition tells why already.</summary>
    public static EvidenceInHand Stand(ReconcileRound round, JudgedEvidence kept, SavedEvidence saved)
    {
        var isComplete = EvidenceJudge.IsComplete(round.Resource.Spec, kept);
        return InHand(kept, isComplete ? EvidenceState.Frozen : EvidenceState.Collecting, saved);
    }

    /// <summary>What is known now, saved already.</summary>
    public static EvidenceInHand Accept(ReconcileRound round, JudgedEvidence judged, Collection collection, SavedEvidence saved)
    {
        var isOpen = EvidenceJudge.IsOpen(round.Resource.Spec, judged, collection);
        var state = !isOpen && judged.HasFrozen ? EvidenceState.Frozen : EvidenceState.Collecting;
        Report(round, judged, state, collection.Standing, collection.Failure?.RetryAfter);
        round.RefreshServed = !collection.Standing.Concat(judged.Problems).Any(PartContent.IsTransient);
        return InHand(judged, state, saved) with { IsOpen = isOpen };
    }

    /// <summary>The saved evidence of a frozen resource is gone or damaged, and Prometheus cannot tell all of it again.</summary>
    public static void Lost(ReconcileRound round, JudgedEvidence fresh, string? damage)
    {
        var first = fresh.Problems[0];
        if (fresh.Problems.FirstOrDefault(PartContent.IsTransient) is { } transient)
        {
            round.Fail(ConditionTypes.EvidenceCollected, new FailureException(transient.Reason, transient.Message));
            return;
        }

        round.Fail(ConditionTypes.EvidenceCollected, new FailureException(
            Reasons.EvidenceInvalid,
            $"{damage ?? "The frozen evidence is gone"}, and it cannot be collected again: {first.Message}; "
            + $"set annotation {PostMortemAnnotations.RefreshEvidence} to accept what Prometheus still knows, or restore what was saved",
            isTerminal: true));
    }

    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Sets the condition by what is missing; one that time can fix is told first.</summary>
    private static void Report(
        ReconcileRound round, JudgedEvidence judged, EvidenceState state, IReadOnlyList<EvidenceProblem> standing, TimeSpan? retryAfter = null)
    {
        var asOf = Text(judged.Evidence.CollectedAt);
        EvidenceProblem[] problems = [.. standing.Concat(judged.Problems).Distinct()];
        if (problems.FirstOrDefault(PartContent.IsTransient) is { } transient)
        {
            round.Fail(ConditionTypes.EvidenceCollected, new FailureException(transient.Reason, All(problems), retryAfter: retryAfter));
        }
        else if (standing.Count > 0 && EvidenceJudge.IsComplete(round.Resource.Spec, judged) && judged.Problems.Count == 0)
        {
            round.Succeed(ConditionTypes.EvidenceCollected, Reasons.Frozen, $"Evidence of {asOf} stays, because collecting it again gave less: {All(standing)}");
        }
        else if (problems.Length > 0)
        {
            round.Fail(ConditionTypes.EvidenceCollected, new FailureException(problems[0].Reason, All(problems), isTerminal: true));
        }
        else if (state == EvidenceState.Frozen)
        {
            round.Succeed(ConditionTypes.EvidenceCollected, Reasons.Frozen, $"Evidence of {asOf} is kept; Prometheus is not asked again");
        }
        else
        {
            round.Succeed(ConditionTypes.EvidenceCollected, Reasons.Collected, $"Evidence as of {asOf}; it is collected again until the incident is over and settled");
        }
    }

    private static string All(IEnumerable<EvidenceProblem> problems) => string.Join("; ", problems.Select(p => p.Message).Distinct(StringComparer.Ordinal));

    private static EvidenceInHand InHand(JudgedEvidence judged, EvidenceState state, SavedEvidence saved) =>
        new(judged.Evidence, judged.Report, new EvidenceStatus { State = state, CollectedAt = judged.Evidence.CollectedAt, Digest = saved.Digest })
        {
            File = saved.File,
            IsOpen = state == EvidenceState.Collecting,
            Problems = judged.Problems,
            SettlesAt = state == EvidenceState.Collecting ? judged.SettlesAt : null,
        };
}
