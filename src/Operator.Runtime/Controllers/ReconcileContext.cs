using Operator.Runtime.Client;
using Operator.Runtime.Watching;

namespace Operator.Runtime.Controllers;

/// <summary>The circumstances of one reconcile.</summary>
public sealed class ReconcileContext
{
    /// <summary>Names this reconcile in every log line.</summary>
    public required string ReconcileId { get; init; }

    /// <summary>How often in a row this key has failed before.</summary>
    public int Failures { get; init; }

    /// <summary>Throws when this process may no longer act, because it lost its lease. To be called before every side effect outside the API server.</summary>
    public Action EnsureMayAct { get; init; } = static () => { };

    /// <summary>What the watch knows of the object; null when it is gone, or where there is no watch.</summary>
    public StoredObject? Known { get; init; }

    /// <summary>What the watches know of owned resources.</summary>
    public IReadOnlyDictionary<ResourceType, ObjectStore> Owned { get; init; } = new Dictionary<ResourceType, ObjectStore>();

    /// <summary>
    /// Announces a write to an owned object, so that its echo on the watch does not bring the owner back. Complete it with
    /// the version that the server returned; dispose it when the request has ended. Null when the resource is not watched.
    /// </summary>
    public OwnWrite? BeginWrite(ResourceType type, ObjectKey key) => Owned.GetValueOrDefault(type)?.BeginWrite(key);
}
