using Operator.Runtime.Client;
using Operator.Runtime.Conditions;
using Operator.Runtime.Controllers;
using Operator.Runtime.Events;
using static Operator.Runtime.Tests.Guide.BackupContent;

namespace Operator.Runtime.Tests.Guide;

internal sealed class BackupReconciler(KubeApiClient client, EventRecorder events, TimeProvider time) : IReconciler
{
    private static readonly ResourceType Backups = new("example.org", "v1", "Backup", "backups");
    private readonly StatusWriter _status = new(client, Backups, "backup-operator");

    public async Task<ReconcileResult> ReconcileAsync(ObjectKey key, ReconcileContext context, CancellationToken cancellationToken)
    {
        if (await client.FindAsync<Backup>(Backups, key, cancellationToken) is not { } backup)
        {
            return ReconcileResult.Done;
        }

        var conditions = new ConditionSet(backup.Status?.Conditions, backup.Metadata.Generation ?? 0, time);
        ReconcileResult result;
        try
        {
            await ApplyConfigMapAsync(backup, context, cancellationToken);
            conditions.MarkReady("Written", "The backup is configured");
            result = ReconcileResult.After(TimeSpan.FromMinutes(5));
        }
        catch (ReconcileException e)
        {
            if (e.IsTerminal)
            {
                conditions.MarkStalled(e.Reason, e.Message);
            }
            else
            {
                conditions.MarkRetrying(e.Reason, e.Message);
            }

            result = ReconcileResult.Failed(e);
        }

        var status = new BackupStatus { ObservedGeneration = backup.Metadata.Generation, Conditions = conditions.ToList() };
        if (await _status.WriteAsync(key, backup.Metadata.Uid, backup.Status, status, cancellationToken))
        {
            events.Record(new ObjectReference(Backups, key, backup.Metadata.Uid), EventType.Normal, "Written", "Reconcile", "The backup is configured");
        }

        return result;
    }

    private async Task ApplyConfigMapAsync(Backup backup, ReconcileContext context, CancellationToken cancellationToken)
    {
        var key = new ObjectKey(backup.Metadata.NamespaceProperty, $"{backup.Metadata.Name}-config");
        using var write = context.BeginWrite(ResourceType.ConfigMap, key);
        var stored = await client.ApplyAsync(ResourceType.ConfigMap, key, Body(backup), "backup-operator", force: true, subresource: null, cancellationToken);
        write?.Complete(stored);
    }
}
