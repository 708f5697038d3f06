using Operator.Api;
using Operator.Publishing;
using Operator.Runtime;
using Operator.Runtime.Controllers;
using Operator.Runtime.KubeApi;
using Operator.Runtime.Status;

namespace Operator.Reconciling;

/// <summary>Says in one write, and only when there is something new, how far a resource has come.</summary>
internal sealed class StatusStep(KubeApiClient client, TransitionEvents events, TimeProvider time)
{
    private readonly StatusWriter _writer = new(client, PostMortemReconciler.PostMortems, OwnedConfigMaps.FieldManager);

    /// <summary>Completes the conditions and writes the status; events follow what was written.</summary>
    /// <returns>Whether something was written.</returns>
    public async Task<bool> RunAsync(ReconcileRound round, Outcome outcome, CancellationToken cancellationToken)
    {
        var status = StatusAssembler.Assemble(round, outcome);
        var uid = round.Resource.Metadata.Uid;
        if (!await _writer.WriteAsync(round.Key, uid, round.Resource.Status, status, cancellationToken))
        {
            return false;
        }

        events.Record(round.Key, uid, round.Previous.Conditions, status.Conditions!);
        return true;
    }

    /// <summary>Says of a resource that cannot be read that it cannot be read; nothing else is known of it.</summary>
    public async Task RefuseAsync(ObjectKey key, LivePostMortem live, ReconcileException fault, CancellationToken cancellationToken)
    {
        var conditions = new ConditionSet(live.Status?.Conditions, live.Metadata.Generation, time);
        conditions.MarkStalled(fault.Reason, fault.Message);
        var status = new PostMortemStatus { ObservedGeneration = live.Metadata.Generation, Conditions = conditions.ToList() };
        await _writer.WriteAsync(key, live.Metadata.Uid, live.Status, status, cancellationToken);
    }
}
