using Operator.Api;
using Operator.Core;
using Operator.Core.FollowUp;
using Operator.Core.Statuses;
using Operator.Runtime.Conditions;

namespace Operator.Reconciling;

/// <summary>The one place that makes a status: for the cluster, for <c>render</c>, for <c>status.json</c>, and of a resource that cannot be read.</summary>
internal static class StatusBuilder
{
    // Beside a document as large as it may be.
    private const int MostPublishedAlertBytes = 96 << 10;

    /// <summary>The whole status after a round. What a step that failed would have said stays as it was; conditions say that it failed.</summary>
    /// <param name="previous">The status as it was read; null for a resource without one.</param>
    /// <param name="round">What was read, and what the steps found.</param>
    /// <param name="outcome">What the steps gave.</param>
    public static PostMortemStatus Build(PostMortemStatus? previous, ReconcileRound round, Outcome outcome)
    {
        previous ??= new PostMortemStatus();
        var conditions = RoundConditions.Build(previous, round, outcome);
        var status = outcome.Evidence is { } evidence ? StatusProjection.Project(evidence.Report, evidence.Status) : previous;
        status = outcome.FollowUp is { } followUp ? WithFollowUp(status, round, outcome, followUp) : status;
        var document = outcome.Document is null ? previous.Document : Document(previous.Document, round, outcome);
        return status with
        {
            Approvals = Approvals(round, outcome.FollowUp),
            CreatedAt = previous.CreatedAt,

            // As long as a retry may still succeed, this generation has not been dealt with.
            ObservedGeneration = conditions.IsTrue(ConditionTypes.Reconciling) ? previous.ObservedGeneration ?? -1 : round.Resource.Metadata.Generation,
            Document = document is null ? null : document with
            {
                PublishedAt = round.PublishedAt(status.Phase),
                // A round that does not judge approvals, because it is suspended or failed before, must not forget whose stood.
                ApprovedBy = outcome.FollowUp is null ? previous.Document?.ApprovedBy
                    : status.Phase == PostMortemPhase.Published ? Phases.Approvals(round.Resource.Spec)
                    : null,
                FiguresChangedAt = outcome.FollowUp is null ? previous.Document?.FiguresChangedAt : outcome.FollowUp.FiguresChangedAt,
                MissingSections = outcome.FollowUp is { MissingSections: var missing } ? [.. missing] : document.MissingSections,
            },
            LastHandledReconcileAt = round.Annotation(PostMortemAnnotations.ReconcileAt) ?? previous.LastHandledReconcileAt,
            LastHandledRefreshAt = round.RefreshServed ? round.Annotation(PostMortemAnnotations.RefreshEvidence) ?? previous.LastHandledRefreshAt : previous.LastHandledRefreshAt,
            Conditions = conditions.ToList(),
        };
    }

    /// <summary>The figures for <c>status.json</c>, and what another cluster needs to go on from there: nothing that publishing itself would change.</summary>
    public static PostMortemStatus Published(ReconcileRound round, EvidenceInHand evidence, FollowUpReport followUp, PostMortemPhase phase)
    {
        var status = StatusProjection.With(StatusProjection.Project(evidence.Report, evidence.Status, MostPublishedAlertBytes), followUp);
        var day = round.PublishedAt(phase) is { } at && TimeZones.TryFind(round.Resource.Spec.TimeZone, out var zone, out _) ? LocalDays.Start(LocalDays.Of(at, zone), zone) : (DateTimeOffset?)null;
        return status with
        {
            CreatedAt = round.Resource.Metadata.CreationTimestamp is null ? null : round.Created,
            ActionItems = [.. status.ActionItems!.Select(a => a with { Verification = Settled(a.Verification) })],
            Approvals = Approvals(round, followUp),
            Document = (day, followUp.FiguresChangedAt) is (null, null) ? null : new DocumentStatus
            {
                PublishedAt = day,
                ApprovedBy = day is null ? null : Phases.Approvals(round.Resource.Spec),
                FiguresChangedAt = followUp.FiguresChangedAt,
            },
        };
    }

    /// <summary>When a figure last changed after somebody had approved; null when none has.</summary>
    public static DateTimeOffset? FiguresChangedAt(ReconcileRound round, EvidenceInHand evidence) => FigureChanges.AfterApproval(
        round.Previous, StatusProjection.Project(evidence.Report), round.Resource.Spec.Review?.Reviewers.Any(r => r.ApprovedAt is not null) == true, round.Now);

    // How far samples were looked at changes all the time; that a query has held for as long as it must does not.
    private static VerificationStatus? Settled(VerificationStatus? verification) => verification is not { VerifiedAt: { } at, State: QueryState.Holds } ? null : new VerificationStatus
    {
        State = QueryState.Holds,
        Since = verification.Since,
        KnownUntil = at,
        VerifiedAt = at,
        WatchedUntil = verification.WatchedUntil,
        Inputs = verification.Inputs,
    };

    /// <summary>What changes in the status of a resource that cannot be read: that it cannot. All else stays.</summary>
    /// <param name="previous">The status, as far as it can be read.</param>
    /// <param name="generation">The resource's generation.</param>
    /// <param name="fault">Why it cannot be read.</param>
    /// <param name="now">The time of transitions.</param>
    public static PostMortemStatus Refused(PostMortemStatus? previous, long generation, FailureException fault, DateTimeOffset now)
    {
        var conditions = new ConditionSet(previous?.Conditions, generation, new StandingTime(now));
        Action<string, string> mark = fault.IsTerminal ? conditions.MarkStalled : conditions.MarkRetrying;
        mark(fault.Reason, RoundConditions.Cut(fault.Message));
        return new PostMortemStatus { ObservedGeneration = generation, Conditions = conditions.ToList() };
    }

    private static List<ApprovalStatus>? Approvals(ReconcileRound round, FollowUpReport? followUp) =>
        (followUp?.Approvals ?? round.Previous.Approvals)?.Where(a => round.Resource.Spec.Review?.Reviewers.Any(r => r.Name == a.Reviewer) == true).ToList() is { Count: > 0 } approvals ? approvals : null;

    private static PostMortemStatus WithFollowUp(PostMortemStatus status, ReconcileRound round, Outcome outcome, FollowUpReport followUp)
    {
        status = StatusProjection.With(status, followUp);
        return status with { Phase = Phases.Of(round.Resource.Spec, status.Summary!.State, followUp, outcome.IsDelivered, round.Previous.Phase, round.Previous.Document?.ApprovedBy) };
    }

    private static DocumentStatus Document(DocumentStatus? previous, ReconcileRound round, Outcome outcome)
    {
        var document = outcome.Document!;
        return new DocumentStatus
        {
            Digest = document.Digest,
            RenderedAt = previous is { RenderedAt: { } before } && previous.Digest == document.Digest ? before : round.Now,
            Template = document.Template,
            AdoptedFrom = previous?.AdoptedFrom,
            Outputs = outcome.Outputs ?? previous?.Outputs,
        };
    }
}
