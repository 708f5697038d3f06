using System.Text.Json.Nodes;
using Operator.Sandbox.ApiServer.Errors;

namespace Operator.Sandbox.ApiServer.Storage;

/// <summary>
/// All objects in memory under one revision counter, as etcd keeps them: compare-and-swap writes, consistent snapshots,
/// a bounded history for watches, and compaction.
/// </summary>
internal sealed class ObjectStore(int historyLimit, int maxObjectBytes)
{
    private const int WatcherCapacity = 32_768;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, StorageBucket> _buckets = new(StringComparer.Ordinal);
    private readonly List<Action<StoreEvent>> _observers = [];
    private long _revision = 1;

    public long Revision
    {
        get
        {
            lock (_gate)
            {
                return _revision;
            }
        }
    }

    /// <summary>Observers run under the lock: they may only take a note.</summary>
    public void Observe(Action<StoreEvent> observer)
    {
        lock (_gate)
        {
            _observers.Add(observer);
        }
    }

    public StoredObject? Find(string storage, ObjectKey key)
    {
        lock (_gate)
        {
            return Bucket(storage).Find(key);
        }
    }

    /// <summary>Stores a new object; null when the key is taken.</summary>
    public StoredObject? TryCreate(string storage, ObjectKey key, JsonObject value)
    {
        lock (_gate)
        {
            return Bucket(storage).Find(key) is null ? Commit(storage, StoreEventType.Added, null, key, value) : null;
        }
    }

    /// <summary>Replaces exactly <paramref name="expected"/>; null when someone else was faster.</summary>
    public StoredObject? TryReplace(string storage, StoredObject expected, JsonObject value)
    {
        lock (_gate)
        {
            return ReferenceEquals(Bucket(storage).Find(expected.Key), expected)
                ? Commit(storage, StoreEventType.Modified, expected, expected.Key, value)
                : null;
        }
    }

    /// <summary>Deletes exactly <paramref name="expected"/>; null when someone else was faster.</summary>
    public StoredObject? TryDelete(string storage, StoredObject expected, JsonObject lastState)
    {
        lock (_gate)
        {
            return ReferenceEquals(Bucket(storage).Find(expected.Key), expected)
                ? Commit(storage, StoreEventType.Deleted, expected, expected.Key, lastState)
                : null;
        }
    }

    public StoreSnapshot Snapshot(string storage)
    {
        lock (_gate)
        {
            return new StoreSnapshot(Bucket(storage).Items, _revision);
        }
    }

    /// <summary>The state at an older revision; null when it has been compacted.</summary>
    public StoreSnapshot? SnapshotAt(string storage, long revision)
    {
        lock (_gate)
        {
            var bucket = Bucket(storage);
            return revision < bucket.CompactedRevision || revision > _revision
                ? null
                : new StoreSnapshot(bucket.ItemsAt(revision), revision);
        }
    }

    /// <summary>Everything committed after a revision, from now on without a gap.</summary>
    /// <exception cref="ApiException">410 when the history does not reach back so far.</exception>
    public StoreSubscription Subscribe(string storage, long afterRevision)
    {
        lock (_gate)
        {
            var bucket = Bucket(storage);
            return afterRevision < bucket.CompactedRevision
                ? throw ApiErrors.WatchExpired(afterRevision, bucket.CompactedRevision)
                : bucket.Subscribe(afterRevision, WatcherCapacity);
        }
    }

    /// <summary>The current state and everything that follows it.</summary>
    public (StoreSnapshot Snapshot, StoreSubscription Subscription) SnapshotAndSubscribe(string storage)
    {
        lock (_gate)
        {
            var bucket = Bucket(storage);
            return (new StoreSnapshot(bucket.Items, _revision), bucket.Subscribe(_revision, WatcherCapacity));
        }
    }

    /// <summary>Puts a marker with the current revision behind everything that the watcher has yet to see.</summary>
    public void RequestProgress(string storage, StoreSubscription subscription)
    {
        lock (_gate)
        {
            subscription.Offer(new StoreEvent(storage, _revision, StoreEventType.Progress, null, null));
        }
    }

    /// <summary>Forgets the history up to now: older watches and continue tokens are answered with 410.</summary>
    public void Compact()
    {
        lock (_gate)
        {
            foreach (var bucket in _buckets.Values)
            {
                bucket.Compact(_revision);
            }
        }
    }

    private StoredObject Commit(string storage, StoreEventType type, StoredObject? previous, ObjectKey key, JsonObject value)
    {
        var stored = StoredObject.Create(key, _revision + 1, value);
        if (stored.Json.Length > maxObjectBytes && type != StoreEventType.Deleted)
        {
            throw ApiErrors.ObjectTooLarge();
        }

        _revision++;
        var committed = new StoreEvent(storage, _revision, type, previous, stored);
        Bucket(storage).Commit(committed, historyLimit);
        foreach (var observer in _observers)
        {
            observer(committed);
        }

        return stored;
    }

    private StorageBucket Bucket(string storage)
    {
        if (!_buckets.TryGetValue(storage, out var bucket))
        {
            bucket = new StorageBucket(storage, _gate);
            _buckets.Add(storage, bucket);
        }

        return bucket;
    }
}
