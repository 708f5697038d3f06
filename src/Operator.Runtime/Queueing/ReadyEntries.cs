namespace Operator.Runtime.Queueing;

/// <summary>
/// Entries that may go to a worker: the greatest priority first, then first in, first out. An entry that moves up leaves
/// a stale node in the heap, which is skipped later.
/// </summary>
internal sealed class ReadyEntries<TKey>
{
    private readonly PriorityQueue<Node, (long Rank, long Sequence)> _heap = new();
    private int _count;

    /// <summary>Entries, without stale nodes. Any thread may read it.</summary>
    public int Count => Volatile.Read(ref _count);

    public void Add(QueueEntry<TKey> entry)
    {
        _count++;
        Push(entry);
    }

    /// <summary>Puts an entry whose priority rose where it now belongs.</summary>
    public void MoveUp(QueueEntry<TKey> entry) => Push(entry);

    /// <summary>Takes the first entry, or null.</summary>
    public QueueEntry<TKey>? Take()
    {
        while (_heap.TryDequeue(out var node, out _))
        {
            if (node.Version == node.Entry.ReadyVersion)
            {
                _count--;
                return node.Entry;
            }
        }

        return null;
    }

    public void Clear()
    {
        _heap.Clear();
        _count = 0;
    }

    public void TrimExcess() => _heap.TrimExcess();

    private void Push(QueueEntry<TKey> entry) =>
        _heap.Enqueue(new Node(entry, ++entry.ReadyVersion), (-(long)entry.Priority, entry.Sequence));

    private readonly record struct Node(QueueEntry<TKey> Entry, int Version);
}
