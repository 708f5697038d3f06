using Microsoft.Extensions.Logging;
using Operator.Api;
using Operator.Core;
using Operator.Core.FollowUp;
using Operator.Core.Incidents;
using Operator.Evidence;
using Operator.Publishing.GitHub.Issues;
using Operator.Publishing;
using Operator.Publishing.Git;
using Operator.Runtime;
using Operator.Runtime.Client;
using Operator.Runtime.Controllers;

namespace Operator.Reconciling;

/// <summary>
/// Brings one PostMortem to what its spec asks: evidence, document, outputs, status. Read it from top to bottom. Every step may be
/// the last before a crash: what was done is found again, and nothing is done twice.
/// </summary>
internal sealed partial class PostMortemReconciler(
    KubeApiClient client,
    HiddenFields hiddenFields,
    PostMortemSteps steps,
    AdoptStep adoptStep,
    StatusStep statusStep,
    NextLook nextLook,
    ReconcileMemory memory,
    RestFromLists restFromLists,
    GitRepositories git,
    IssueTrackers issues,
    FilesFinalizer filesFinalizer,
    TimeProvider time,
    ILogger<PostMortemReconciler> log) : IReconciler
{
    public static ResourceType PostMortems { get; } = new(PostMortem.Group, PostMortem.Version, PostMortem.KindName, PostMortem.Plural);

    public async Task<ReconcileResult> ReconcileAsync(ObjectKey key, ReconcileContext context, CancellationToken cancellationToken)
    {
        if (restFromLists.Holds(key, context, time.GetUtcNow(), out var nextAtRest))
        {
            return Sleep(nextAtRest);
        }

        var live = await client.FindAsync<LivePostMortem>(PostMortems, key, cancellationToken);
        if (live is null or { IsDeleting: true })
        {
            return await ReleaseAsync(key, live, context, cancellationToken);
        }

        issues.Begin();
        var now = time.GetUtcNow();
        var known = memory.Of(key, live, context);
        git.ForgetOthers(key, live.Resource?.Spec.Outputs?.Git?.Repository);
        if (!git.HasNews(key) && !issues.HasNews(key) && ReconcileMemory.IsAtRest(known, live, context, key, now))
        {
            return Sleep(known.NextLook);
        }

        known.RestingVersion = null;
        if (await hiddenFields.FirstAsync(live, cancellationToken) is { } hidden)
        {
            return Hold(key, live, known, hidden);
        }

        if (live.Resource is null)
        {
            return await RefuseAsync(key, live, known, cancellationToken);
        }

        var unguarded = await filesFinalizer.AlignAsync(key, live, cancellationToken);
        var stated = StatedTimes.Of(live.Resource.Spec, now);
        var configMaps = new OwnedConfigMaps(client, new ResourceOwner(key, live.Metadata.Uid), context, known, memory.Claims);
        var (boxes, told) = (git.Hear(key), issues.Hear(key));
        var (status, adoption) = live.Resource.Spec.Suspend ? (live.Status, null) : await TakeOverAsync(key, live, configMaps, boxes, told, now, cancellationToken);
        var round = new ReconcileRound(EffectiveResource.Of(live.Resource, stated.Spec, status), key, now)
        {
            Notices = stated.Notices,
            ChangedAt = live.ChangedAt,
            NextStated = stated.NextAt,
            Verifying = memory.Verifying.Of(key, live.Metadata.Uid),
            Observed = [.. boxes.Select(b => b.AsStatement()).Concat(told.Select(t => t.Said)).OfType<ObservedStatement>()],
            OpensIssues = true,
            EvidenceStandsUntil = known.Collected is { } collected && collected.Generation == live.Metadata.Generation ? collected.Until : null,
        };
        IPublisher[] publishers =
        [
            new ConfigMapPublisher(round.Resource, configMaps),
            new GitPublisher(round.Resource, key, git, now, context.EnsureMayAct) { Refusal = unguarded ?? adoption },
        ];
        var isHeld = adoption is not null && AdoptStep.MustWait(live.Resource);
        if (isHeld)
        {
            round.Fail(ConditionTypes.EvidenceCollected, adoption!);
        }

        var outcome = live.Resource.Spec.Suspend ? Outcome.Suspended
            : isHeld ? new Outcome()
            : await steps.RunAsync(round, new EvidenceStore(round.Resource, configMaps), publishers, cancellationToken);
        foreach (var defect in round.Faults.Where(f => f.Reason == Reasons.InternalError))
        {
            Log.Defect(log, defect.Message, defect.InnerException);
        }

        var written = await statusStep.RunAsync(round, outcome, cancellationToken);
        Track(round, outcome, told, context.EnsureMayAct);
        return Conclude(round, outcome, known, live, written || !ReferenceEquals(status, live.Status), stated.NextAt);
    }

    /// <summary>What is known outside the cluster and is to be in the status before anything is made of it: of an earlier life, and of boxes.</summary>
    private async Task<(PostMortemStatus? Status, FailureException? Failure)> TakeOverAsync(
        ObjectKey key, LivePostMortem live, OwnedConfigMaps configMaps, IReadOnlyList<BoxStatement> boxes, IReadOnlyList<IssueAnswer> told, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (status, failure) = (live.Status, (FailureException?)null);
        try
        {
            status = await adoptStep.RunAsync(key, live.Resource!, new EvidenceStore(live.Resource!, configMaps), now, cancellationToken);
        }
        catch (FailureException e)
        {
            failure = e;
        }

        return (await statusStep.TakeOverAsync(key, live, status, boxes, told, now, cancellationToken), failure);
    }

    /// <summary>Has issues opened that the status speaks of by now, and followed.</summary>
    private void Track(ReconcileRound round, Outcome outcome, IReadOnlyList<IssueAnswer> told, Action ensureMayAct)
    {
        foreach (var answer in told.Where(t => t.ClosedByBot is not null))
        {
            statusStep.TellOfBot(round, answer);
        }

        if (outcome.IsSuspended)
        {
            issues.Forget(round.Key);
        }
        else if (outcome.FollowUp is { } followUp && (outcome.Outputs ?? round.Previous.Document?.Outputs) is { } outputs)
        {
            issues.Submit(round.Key, IssueRequests.Of(round.Key, round.Resource.Spec, followUp.ActionItems, outputs, git), ensureMayAct);
        }
    }

    private ReconcileResult Conclude(ReconcileRound round, Outcome outcome, OwnerMemory known, LivePostMortem live, bool written, DateTimeOffset? nextStated)
    {
        if (round.Faults.Find(f => !f.IsTerminal) is { } transient)
        {
            return Faults.Result(transient);
        }

        // Nobody tells us when somebody else's ConfigMap goes, or a template's file is corrected.
        var isInTheWay = round.AwaitsDelivery || round.Faults.Exists(f => f.Reason is Reasons.OutputConflict or Reasons.EvidenceConflict || GitReasons.MayPass(f.Reason));
        var recheck = isInTheWay || round.Faults.Exists(f => f.Reason is Reasons.TemplateUnknown or Reasons.TemplateInvalid);
        known.NextLook = outcome.IsSuspended ? null : nextLook.After(round.Resource.Spec, outcome.Evidence, outcome.FollowUp, recheck, round.Now, nextStated);
        known.RestingVersion = written || isInTheWay ? null : live.Metadata.ResourceVersion;
        RememberCollection(round, outcome, known, live.Metadata.Generation);
        return known.NextLook is null && round.Preventing(outcome) is { } fault ? Faults.Result(fault) : Sleep(known.NextLook);
    }

    /// <summary>
    /// Until the next look of an incident that goes on, other rounds leave Prometheus alone: its answers would make another document each
    /// time, whose publication brings about another round.
    /// </summary>
    private static void RememberCollection(ReconcileRound round, Outcome outcome, OwnerMemory known, long generation)
    {
        if (outcome.Evidence is not { IsOpen: true })
        {
            known.Collected = null;
        }
        else if (round.EvidenceStands)
        {
            known.NextLook = known.NextLook < known.Collected!.Value.Until ? known.NextLook : known.Collected.Value.Until;
        }
        else
        {
            known.Collected = (generation, known.NextLook ?? DateTimeOffset.MaxValue);
        }
    }

    /// <summary>A resource that is gone, or goes once its files in Git are removed; what it owned goes by owner references.</summary>
    private async Task<ReconcileResult> ReleaseAsync(ObjectKey key, LivePostMortem? live, ReconcileContext context, CancellationToken cancellationToken)
    {
        try
        {
            if (live is not null && !await filesFinalizer.ReleaseAsync(key, live, context.EnsureMayAct, cancellationToken))
            {
                return ReconcileResult.Done;
            }
        }
        catch (FailureException e)
        {
            await statusStep.SayWhyItStaysAsync(key, live!, e, cancellationToken);
            return e.IsTerminal ? ReconcileResult.After(live!.Resource is { } resource ? NextLook.Interval(resource.Spec) : NextLook.DefaultInterval) : Faults.Result(e);
        }

        memory.Forget(key);
        git.Forget(key);
        issues.Forget(key);
        return ReconcileResult.Done;
    }

    /// <summary>An object that the API server does not show in full. No write is safe, and that is said by an event, because a status would be one.</summary>
    private ReconcileResult Hold(ObjectKey key, LivePostMortem live, OwnerMemory known, string hidden)
    {
        var fault = new FailureException(
            Reasons.DefinitionTooOld,
            $"{hidden}: the CustomResourceDefinition in the cluster does not know this field, so it is hidden, and any write of the resource removes it. The operator writes nothing until a CustomResourceDefinition that has the field is applied");
        if (known.HeldVersion != live.Metadata.ResourceVersion)
        {
            statusStep.Hold(key, live.Metadata.Uid, fault);
            known.HeldVersion = live.Metadata.ResourceVersion;
        }

        return Faults.Result(fault);
    }

    /// <summary>An object that the CRD let through and our types do not take.</summary>
    private async Task<ReconcileResult> RefuseAsync(ObjectKey key, LivePostMortem live, OwnerMemory known, CancellationToken cancellationToken)
    {
        var fault = new FailureException(Reasons.InvalidSpec, $"The resource cannot be read: {live.Problem}", isTerminal: true);
        await statusStep.RefuseAsync(key, live, fault, cancellationToken);
        known.RestingVersion = live.Metadata.ResourceVersion;
        return Faults.Result(fault);
    }

    /// <summary>Waits from this moment, not from the beginning of a round that may have taken long.</summary>
    private ReconcileResult Sleep(DateTimeOffset? until)
    {
        if (until is not { } look)
        {
            return ReconcileResult.Done;
        }

        var wait = look - time.GetUtcNow();
        return ReconcileResult.After(wait > TimeSpan.Zero ? wait : TimeSpan.FromSeconds(1));
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "{Problem}")]
        public static partial void Defect(ILogger logger, string problem, Exception? exception);
    }
}
