namespace Operator.Runtime.Watching;

/// <summary>
/// The last known <see cref="StoredObject"/> of each object of one resource, filled by one reflector per namespace.
/// Repeated and late events are recognised by their versions and ignored; a LIST is always believed.
/// </summary>
public sealed class ObjectStore
{
    private const int TombstoneCapacity = 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectKey, StoredObject> _objects = [];
    private readonly Tombstones _tombstones = new(TombstoneCapacity);
    private readonly OwnWrites _ownWrites = new();

    private Action<StoreChange>? _changed;

    /// <summary>
    /// Calls the handler for every change, in order and under the store's lock: it only passes the change on, such as to a queue.
    /// </summary>
    public void Subscribe(Action<StoreChange> handler)
    {
        lock (_lock)
        {
            _changed += handler;
        }
    }

    /// <summary>Number of objects.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _objects.Count;
            }
        }
    }

    /// <summary>The object, or null when it is not known.</summary>
    public StoredObject? Find(ObjectKey key)
    {
        lock (_lock)
        {
            return _objects.GetValueOrDefault(key);
        }
    }

    /// <summary>The keys of all objects at this moment.</summary>
    public ObjectKey[] Keys()
    {
        lock (_lock)
        {
            return [.. _objects.Keys];
        }
    }

    /// <summary>All objects at this moment.</summary>
    public StoredObject[] Objects()
    {
        lock (_lock)
        {
            return [.. _objects.Values];
        }
    }

    /// <summary>
    /// Announces a write of our own, whose echo on the watch shall not be taken for somebody else's change.
    /// Until it is disposed, changes of the object are held back; then those up to the written version are dropped.
    /// </summary>
    public OwnWrite BeginWrite(ObjectKey key)
    {
        lock (_lock)
        {
            _ownWrites.Begin(key);
            return new OwnWrite(this, key);
        }
    }

    internal void EndWrite(ObjectKey key, string? resourceVersion)
    {
        lock (_lock)
        {
            if (_ownWrites.End(key, resourceVersion, _objects.GetValueOrDefault(key)) is { } held)
            {
                _changed?.Invoke(held);
            }
        }
    }

    /// <summary>Takes an ADDED or MODIFIED event.</summary>
    internal void Upsert(StoredObject item)
    {
        lock (_lock)
        {
            var previous = _objects.GetValueOrDefault(item.Key);
            if (previous is not null ? ResourceVersions.IsNewer(item.ResourceVersion, previous.ResourceVersion) : !_tombstones.Covers(item.Key, item.ResourceVersion))
            {
                Set(item, previous, fromList: false);
            }
        }
    }

    /// <summary>Takes a DELETED event.</summary>
    internal void Remove(StoredObject item)
    {
        lock (_lock)
        {
            var previous = _objects.GetValueOrDefault(item.Key);
            if (previous is not null && ResourceVersions.IsNewer(previous.ResourceVersion, item.ResourceVersion))
            {
                // The name was taken again before this event came.
                return;
            }

            if (previous is null && _tombstones.Covers(item.Key, item.ResourceVersion))
            {
                return;
            }

            _tombstones.Add(item.Key, item.ResourceVersion);
            _objects.Remove(item.Key);
            Raise(new StoreChange(StoreChangeKind.Deleted, item, previous, FromList: false));
        }
    }

    /// <summary>Takes a complete list of one namespace, or of all of them: what it lacks is gone.</summary>
    internal void Replace(string? ns, IReadOnlyDictionary<ObjectKey, StoredObject> fresh)
    {
        lock (_lock)
        {
            _tombstones.Clear();
            foreach (var gone in _objects.Values.Where(o => (ns is null || o.Key.Namespace == ns) && !fresh.ContainsKey(o.Key)).ToArray())
            {
                _objects.Remove(gone.Key);
                Raise(new StoreChange(StoreChangeKind.Deleted, gone, gone, FromList: true));
            }

            _objects.EnsureCapacity(fresh.Count);
            foreach (var item in fresh.Values)
            {
                var previous = _objects.GetValueOrDefault(item.Key);
                if (previous?.ResourceVersion != item.ResourceVersion || previous.Uid != item.Uid)
                {
                    Set(item, previous, fromList: true);
                }
            }
        }
    }

    private void Set(StoredObject item, StoredObject? previous, bool fromList)
    {
        _objects[item.Key] = item;
        Raise(new StoreChange(previous is null ? StoreChangeKind.Added : StoreChangeKind.Updated, item, previous, fromList));
    }

    private void Raise(StoreChange change)
    {
        if (!_ownWrites.Absorb(change))
        {
            _changed?.Invoke(change);
        }
    }
}
