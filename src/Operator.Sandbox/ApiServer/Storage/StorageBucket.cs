using System.Collections.Immutable;

namespace Operator.Sandbox.ApiServer.Storage;

/// <summary>The objects of one resource, their recent history and their watchers. Guarded by the lock of the store that owns it.</summary>
internal sealed class StorageBucket(string name, Lock gate)
{
    private static readonly Comparer<StoredObject> ByKey = Comparer<StoredObject>.Create((x, y) => x.Key.CompareTo(y.Key));

    private readonly Dictionary<ObjectKey, StoredObject> _byKey = [];
    private readonly Queue<StoreEvent> _history = [];
    private readonly List<StoreSubscription> _subscriptions = [];

    public string Name { get; } = name;

    public ImmutableList<StoredObject> Items { get; private set; } = [];

    /// <summary>Commits up to this revision have been forgotten.</summary>
    public long CompactedRevision { get; private set; }

    public StoredObject? Find(ObjectKey key) => _byKey.GetValueOrDefault(key);

    public void Commit(StoreEvent committed, int historyLimit)
    {
        Items = Changed(Items, committed, forward: true);
        if (committed.Type == StoreEventType.Deleted)
        {
            _byKey.Remove(committed.Previous!.Key);
        }
        else
        {
            _byKey[committed.Current!.Key] = committed.Current;
        }

        _history.Enqueue(committed);
        while (_history.Count > historyLimit)
        {
            CompactedRevision = _history.Dequeue().Revision;
        }

        foreach (var subscription in _subscriptions)
        {
            subscription.Offer(committed);
        }
    }

    public void Compact(long revision)
    {
        while (_history.TryPeek(out var oldest) && oldest.Revision <= revision)
        {
            _history.Dequeue();
        }

        CompactedRevision = Math.Max(CompactedRevision, revision);
    }

    /// <summary>The objects as they were at an older revision, by undoing what was committed since.</summary>
    public ImmutableList<StoredObject> ItemsAt(long revision) =>
        _history.Where(e => e.Revision > revision).Reverse().Aggregate(Items, (items, e) => Changed(items, e, forward: false));

    public StoreSubscription Subscribe(long afterRevision, int capacity)
    {
        var subscription = new StoreSubscription(this, capacity + _history.Count);
        foreach (var missed in _history.Where(e => e.Revision > afterRevision))
        {
            subscription.Offer(missed);
        }

        _subscriptions.Add(subscription);
        return subscription;
    }

    public void Unsubscribe(StoreSubscription subscription)
    {
        lock (gate)
        {
            _subscriptions.Remove(subscription);
        }
    }

    private static ImmutableList<StoredObject> Changed(ImmutableList<StoredObject> items, StoreEvent e, bool forward)
    {
        var before = forward ? e.Previous : e.Type == StoreEventType.Deleted ? null : e.Current;
        var after = forward ? (e.Type == StoreEventType.Deleted ? null : e.Current) : e.Previous;
        var index = items.BinarySearch(before ?? after!, ByKey);
        return (before, after) switch
        {
            (null, not null) => items.Insert(~index, after),
            (not null, null) => items.RemoveAt(index),
            _ => items.SetItem(index, after!),
        };
    }
}
