namespace Operator.Runtime.Queueing;

/// <summary>What can wait in <see cref="DelayedEntries{TEntry}"/>.</summary>
internal interface IDelayedEntry
{
    /// <summary>Timestamp at which the entry is due; <see cref="long.MaxValue"/> while it does not wait.</summary>
    long DueAt { get; set; }

    /// <summary>Tells the entry's current node from stale ones.</summary>
    long DelaySequence { get; set; }
}

/// <summary>
/// Entries ordered by due time. A rescheduled or removed entry leaves a stale node in the heap, which is skipped later;
/// when stale nodes outnumber live ones, the heap is rebuilt.
/// </summary>
internal sealed class DelayedEntries<TEntry>
    where TEntry : class, IDelayedEntry
{
    private const int SmallestRebuild = 64;

    private readonly PriorityQueue<TEntry, (long Due, long Sequence)> _heap = new();
    private int _live;
    private long _sequence;

    /// <summary>Live and stale nodes.</summary>
    public int NodeCount => _heap.Count;

    /// <summary>Earliest due time, or null when nothing waits.</summary>
    public long? NextDue
    {
        get
        {
            SkipStale();
            return _heap.TryPeek(out _, out var at) ? at.Due : null;
        }
    }

    public static bool Contains(TEntry entry) => entry.DueAt != long.MaxValue;

    /// <summary>Lets the entry wait; of two times the earlier wins.</summary>
    public void Schedule(TEntry entry, long due)
    {
        if (due >= entry.DueAt)
        {
            return;
        }

        _live += Contains(entry) ? 0 : 1;
        entry.DueAt = due;
        entry.DelaySequence = _sequence++;
        _heap.Enqueue(entry, (due, entry.DelaySequence));
        RebuildIfMostlyStale();
    }

    /// <summary>Stops the entry's wait; false when it did not wait.</summary>
    public bool Remove(TEntry entry)
    {
        if (!Contains(entry))
        {
            return false;
        }

        entry.DueAt = long.MaxValue;
        _live--;
        return true;
    }

    /// <summary>Takes the earliest entry that is due, or null.</summary>
    public TEntry? TakeDue(long now)
    {
        SkipStale();
        if (!_heap.TryPeek(out var entry, out var at) || at.Due > now)
        {
            return null;
        }

        _heap.Dequeue();
        Remove(entry);
        return entry;
    }

    public void Clear()
    {
        foreach (var (entry, _) in _heap.UnorderedItems)
        {
            entry.DueAt = long.MaxValue;
        }

        _heap.Clear();
        _live = 0;
    }

    private static bool IsCurrent(TEntry entry, long sequence) => Contains(entry) && entry.DelaySequence == sequence;

    private void SkipStale()
    {
        while (_heap.TryPeek(out var entry, out var at) && !IsCurrent(entry, at.Sequence))
        {
            _heap.Dequeue();
        }
    }

    private void RebuildIfMostlyStale()
    {
        if (_heap.Count < SmallestRebuild || _heap.Count <= 2 * _live)
        {
            return;
        }

        var live = _heap.UnorderedItems.Where(node => IsCurrent(node.Element, node.Priority.Sequence)).ToArray();
        _heap.Clear();
        _heap.EnqueueRange(live);
    }
}
