namespace Operator.Runtime.Events;

/// <summary>What makes two events the same.</summary>
internal sealed record EventIdentity(ObjectReference Regarding, EventType Type, string Reason, string Action, string Note);

/// <summary>An event that was sent, and how often it has happened by now.</summary>
internal readonly record struct SentEvent(ObjectKey Key, int Count);

/// <summary>Remembers the events of the last minutes, at most so many. Used by one sender.</summary>
internal sealed class EventCache(int capacity, TimeSpan window, TimeProvider time)
{
    private readonly Dictionary<EventIdentity, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _leastRecentFirst = new();

    public int Count => _entries.Count;

    /// <summary>Counts a repetition of an event that was sent within the window; null when there is none.</summary>
    public SentEvent? Repeat(EventIdentity identity)
    {
        Expire();
        if (!_entries.TryGetValue(identity, out var node))
        {
            return null;
        }

        Touch(node, new Entry(identity, node.Value.Key, node.Value.Count + 1, time.GetTimestamp()));
        return new SentEvent(node.Value.Key, node.Value.Count);
    }

    public void Add(EventIdentity identity, ObjectKey key)
    {
        if (_entries.Remove(identity, out var old))
        {
            _leastRecentFirst.Remove(old);
        }

        _entries.Add(identity, _leastRecentFirst.AddLast(new Entry(identity, key, 1, time.GetTimestamp())));
        if (_entries.Count > capacity)
        {
            Drop(_leastRecentFirst.First!);
        }
    }

    private void Touch(LinkedListNode<Entry> node, Entry entry)
    {
        node.Value = entry;
        _leastRecentFirst.Remove(node);
        _leastRecentFirst.AddLast(node);
    }

    private void Expire()
    {
        while (_leastRecentFirst.First is { } oldest && time.GetElapsedTime(oldest.Value.SeenAt) > window)
        {
            Drop(oldest);
        }
    }

    private void Drop(LinkedListNode<Entry> node)
    {
        _leastRecentFirst.Remove(node);
        _entries.Remove(node.Value.Identity);
    }

    private sealed record Entry(EventIdentity Identity, ObjectKey Key, int Count, long SeenAt);
}
