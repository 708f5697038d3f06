using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Operator.Api.Json;
using Operator.Core;
using Operator.Core.Statuses;
using Operator.Publishing;
using Operator.Runtime;
using Operator.Runtime.Client;
using Operator.Runtime.Conditions;

namespace Operator.Reconciling;

/// <summary>Says in one write, and only when there is something new, how far a resource has come.</summary>
internal sealed class StatusStep(KubeApiClient client, TransitionEvents events, TimeProvider time)
{
    private readonly StatusWriter _writer = new(client, PostMortemReconciler.PostMortems, OwnedConfigMaps.FieldManager);

    /// <summary>Completes the conditions and writes the status; events follow what was written.</summary>
    /// <returns>Whether something was written.</returns>
    public async Task<bool> RunAsync(ReconcileRound round, Outcome outcome, CancellationToken cancellationToken)
    {
        var status = StatusBuilder.Build(round.Resource.Status, round, outcome);
        var uid = round.Resource.Metadata.Uid;
        if (!await _writer.WriteAsync(round.Key, uid, round.Resource.Status, status, cancellationToken))
        {
            return false;
        }

        events.Record(round.Key, uid, round.Previous.Conditions, status.Conditions!);
        if (outcome.FollowUp is { } followUp)
        {
            events.Record(round.Key, uid, ActionItemChanges.Between(round.Previous.ActionItems, status.ActionItems ?? [], followUp));
        }

        return true;
    }

    /// <summary>Says why a resource must not be written, in an event, which is an object of its own.</summary>
    public void Hold(ObjectKey key, string uid, FailureException fault) => events.RecordHold(key, uid, fault);

    /// <summary>Says of a resource that cannot be read that it cannot be read. All else that its status holds stays: evidence cannot be had again.</summary>
    public async Task RefuseAsync(ObjectKey key, LivePostMortem live, FailureException fault, CancellationToken cancellationToken)
    {
        var refused = StatusBuilder.Refused(live.Status, live.Metadata.Generation, fault, time.GetUtcNow());
        var changed = JsonSerializer.SerializeToNode(refused, PostMortemJsonContext.Default.PostMortemStatus)!.AsObject();
        var status = live.StoredStatus is { } stored ? JsonObject.Create(stored)! : [];
        foreach (var (name, value) in changed)
        {
            status[name] = value?.DeepClone();
        }

        var before = live.StoredStatus is { } read ? Encoding.UTF8.GetBytes(read.GetRawText()) : null;
        await _writer.WriteJsonAsync(key, live.Metadata.Uid, before, Encoding.UTF8.GetBytes(status.ToJsonString()), cancellationToken);
    }
}
