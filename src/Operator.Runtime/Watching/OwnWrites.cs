namespace Operator.Runtime.Watching;

/// <summary>Tells the echoes of our own writes from other people's changes. Guarded by the store's lock.</summary>
internal sealed class OwnWrites
{
    private readonly Dictionary<ObjectKey, Entry> _entries = [];

    public void Begin(ObjectKey key)
    {
        if (!_entries.TryGetValue(key, out var entry))
        {
            _entries.Add(key, entry = new Entry());
        }

        entry.Open++;
    }

    /// <summary>Ends a write and returns the change that was held back, if it is not the write's own.</summary>
    public StoreChange? End(ObjectKey key, string? writtenVersion, StoredObject? current)
    {
        var entry = _entries[key];
        entry.Open--;
        if (writtenVersion is not null && (entry.Written is null || ResourceVersions.IsNewer(writtenVersion, entry.Written)))
        {
            entry.Written = writtenVersion;
        }

        if (entry.Open > 0)
        {
            return null;
        }

        var held = entry.Held;
        entry.Held = null;
        var echoIsStillToCome = entry.Written is not null
            && (current is null || ResourceVersions.IsNewer(entry.Written, current.ResourceVersion));
        var isOwn = held is { } change && IsOwn(entry, change);
        if (!echoIsStillToCome || held is { Kind: StoreChangeKind.Deleted })
        {
            _entries.Remove(key);
        }

        return isOwn ? null : held;
    }

    /// <summary>Whether the change is held back or dropped.</summary>
    public bool Absorb(StoreChange change)
    {
        if (!_entries.TryGetValue(change.Current.Key, out var entry))
        {
            return false;
        }

        if (entry.Open > 0)
        {
            entry.Held = change;
            return true;
        }

        var isOwn = IsOwn(entry, change);
        if (!isOwn || entry.Written == change.Current.ResourceVersion)
        {
            _entries.Remove(change.Current.Key);
        }

        return isOwn;
    }

    private static bool IsOwn(Entry entry, StoreChange change) =>
        change.Kind != StoreChangeKind.Deleted
        && entry.Written is not null
        && !ResourceVersions.IsNewer(change.Current.ResourceVersion, entry.Written);

    private sealed class Entry
    {
        public int Open { get; set; }

        public string? Written { get; set; }

        public StoreChange? Held { get; set; }
    }
}
