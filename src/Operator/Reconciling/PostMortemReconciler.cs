using Microsoft.Extensions.Logging;
using Operator.Api;
using Operator.Core;
using Operator.Core.Incidents;
using Operator.FollowUp;
using Operator.Evidence;
using Operator.Publishing;
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
    EvidenceStep evidenceStep,
    RenderStep renderStep,
    StatusStep statusStep,
    NextLook nextLook,
    ReconcileMemory memory,
    TimeProvider time,
    ILogger<PostMortemReconciler> log) : IReconciler
{
    // Ends the steps while there is time left to say so: the whole reconcile has two minutes.
    private static readonly TimeSpan StepsTimeout = TimeSpan.FromSeconds(90);

    public static ResourceType PostMortems { get; } = new(PostMortem.Group, PostMortem.Version, PostMortem.KindName, PostMortem.Plural);

    public async Task<ReconcileResult> ReconcileAsync(ObjectKey key, ReconcileContext context, CancellationToken cancellationToken)
    {
        var live = await client.FindAsync<LivePostMortem>(PostMortems, key, cancellationToken);
        if (live is null or { IsDeleting: true })
        {
            // What it owned goes by owner references.
            memory.Forget(key);
            return ReconcileResult.Done;
        }

        var now = time.GetUtcNow();
        var known = memory.Of(key, live, context);
        if (ReconcileMemory.IsAtRest(known, live, context, key, now))
        {
            return Sleep(known.NextLook, now);
        }

        known.RestingVersion = null;
        if (live.Resource is null)
        {
            return await RefuseAsync(key, live, known, cancellationToken);
        }

        var stated = StatedTimes.Of(live.Resource.Spec, now);
        var owner = new ResourceOwner(key, live.Metadata.Uid);
        var configMaps = new OwnedConfigMaps(client, owner, context, known, memory.Claims);
        var round = new ReconcileRound(live.Resource with { Spec = stated.Spec }, key, now) { Notices = stated.Notices };
        using var limit = new CancellationTokenSource(StepsTimeout, time);
        using var steps = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var outcome = live.Resource.Spec.Suspend ? Outcome.Suspended : await RunStepsAsync(round, configMaps, known, steps.Token);
        cancellationToken.ThrowIfCancellationRequested();
        var written = await statusStep.RunAsync(round, outcome, cancellationToken);
        return Conclude(round, outcome, known, live, written, stated.NextAt);
    }

    private async Task<Outcome> RunStepsAsync(ReconcileRound round, OwnedConfigMaps configMaps, OwnerMemory known, CancellationToken cancellationToken)
    {
        var evidence = await TryAsync(round, ConditionTypes.EvidenceCollected, () => evidenceStep.RunAsync(round, new EvidenceStore(round.Resource, configMaps), cancellationToken));
        var followUp = FollowUpStep.Run(round.Resource.Spec, round.Now);
        if (evidence is null || followUp is null)
        {
            // The published document and its figures stay as they are.
            return new Outcome { FollowUp = followUp };
        }

        var document = await TryAsync(round, ConditionTypes.Rendered, async () => await renderStep.RunAsync(round, evidence, followUp, cancellationToken));
        var outputs = document is null
            ? null
            : await TryAsync(round, ConditionTypes.Published, async () => await PublishStep.RunAsync(round, configMaps, evidence, followUp, document, known, cancellationToken));
        return new Outcome { Evidence = evidence, FollowUp = followUp, Document = document, Outputs = outputs };
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
            round.Fail(condition, new FailureException(Reasons.ReconcileTimeout, $"The steps of this reconcile took longer than {StepsTimeout.TotalSeconds:0} s and were ended; they are tried again", inner: e));
            return null;
        }
        catch (Exception e) when (Faults.Of(e) is { } fault)
        {
            if (fault.Reason == Reasons.InternalError)
            {
                Log.Defect(log, condition, e);
            }

            round.Fail(condition, fault);
            return null;
        }
    }

    private ReconcileResult Conclude(ReconcileRound round, Outcome outcome, OwnerMemory known, LivePostMortem live, bool written, DateTimeOffset? nextStated)
    {
        if (round.Faults.Find(f => !f.IsTerminal) is { } transient)
        {
            return Faults.Result(transient);
        }

        // Nobody tells us when somebody else's ConfigMap goes, or a template's file is corrected.
        var isInTheWay = round.Faults.Exists(f => f.Reason is Reasons.OutputConflict or Reasons.EvidenceConflict);
        var recheck = isInTheWay || round.Faults.Exists(f => f.Reason is Reasons.TemplateUnknown or Reasons.TemplateInvalid);
        known.NextLook = outcome.IsSuspended ? null : nextLook.After(round.Resource.Spec, outcome.Evidence, outcome.FollowUp, recheck, round.Now, nextStated);
        known.RestingVersion = written || isInTheWay ? null : live.Metadata.ResourceVersion;
        return known.NextLook is null && round.Preventing(outcome) is { } fault ? Faults.Result(fault) : Sleep(known.NextLook, round.Now);
    }

    /// <summary>An object that the CRD let through and our types do not take.</summary>
    private async Task<ReconcileResult> RefuseAsync(ObjectKey key, LivePostMortem live, OwnerMemory known, CancellationToken cancellationToken)
    {
        var fault = new FailureException(Reasons.InvalidSpec, $"The resource cannot be read: {live.Problem}", isTerminal: true);
        await statusStep.RefuseAsync(key, live, fault, cancellationToken);
        known.RestingVersion = live.Metadata.ResourceVersion;
        return Faults.Result(fault);
    }

    private static ReconcileResult Sleep(DateTimeOffset? until, DateTimeOffset now) =>
        until is not { } look ? ReconcileResult.Done : ReconcileResult.After(look > now ? look - now : TimeSpan.FromSeconds(1));

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "A defect in step {Step}")]
        public static partial void Defect(ILogger logger, string step, Exception exception);
    }
}
