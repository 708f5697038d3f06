using Operator.Runtime.Diagnostics;

namespace Operator.Runtime.Queueing;

/// <summary>
/// What is known of every key, and which goes next. It has no threads, no timer and nobody who waits: the queue guards it
/// with a lock, and looks what is ready after each change.
/// </summary>
internal sealed class QueueEntries<TKey>(TimeProvider time)
    where TKey : notnull
{
    private const int LargestIdleCapacity = 256;

    private readonly Dictionary<TKey, QueueEntry<TKey>> _entries = [];
    private readonly ReadyEntries<TKey> _ready = new();
    private readonly DelayedEntries<QueueEntry<TKey>> _delayed = new();
    private long _sequence;
    private int _processingCount;

    /// <summary>Where changes are measured; null for nowhere.</summary>
    public QueueMetrics? Metrics { get; set; }

    /// <summary>Any thread may read it.</summary>
    public int ReadyCount => _ready.Count;

    /// <summary>Any thread may read it.</summary>
    public int ProcessingCount => Volatile.Read(ref _processingCount);

    /// <summary>Earliest timestamp at which a delay ends, or null.</summary>
    public long? NextDue => _delayed.NextDue;

    public void Add(TKey key, int priority) => MakeReady(GetOrAdd(key), priority);

    public void AddAfter(TKey key, TimeSpan delay, int priority) => Schedule(GetOrAdd(key), delay, priority);

    public void AddFailed(TKey key, TimeSpan delay, int priority)
    {
        var entry = GetOrAdd(key);
        entry.Failures = Math.Min(entry.Failures + 1, int.MaxValue - 1);
        Metrics?.Retried();
        Schedule(entry, delay, priority);
    }

    /// <summary>Adds the key whose delay ended first; false when no more delay has ended.</summary>
    public bool PromoteDue()
    {
        if (_delayed.TakeDue(time.GetTimestamp()) is not { } entry)
        {
            return false;
        }

        MakeReady(entry, entry.DelayedPriority);
        return true;
    }

    public int Failures(TKey key) => _entries.TryGetValue(key, out var entry) ? entry.Failures : 0;

    public void Forget(TKey key)
    {
        if (_entries.TryGetValue(key, out var entry))
        {
            entry.Failures = 0;
            RemoveIfIdle(entry);
        }
    }

    /// <summary>Takes the first ready key for a worker, or null.</summary>
    public QueueItem<TKey>? Take()
    {
        if (_ready.Take() is not { } entry)
        {
            return null;
        }

        entry.Dirty = false;
        entry.Processing = true;
        entry.StartedAt = time.GetTimestamp();
        _processingCount++;
        Metrics?.HandedOut(time.GetElapsedTime(entry.AddedAt, entry.StartedAt));
        return new QueueItem<TKey>(entry.Key, entry.Priority);
    }

    /// <summary>Puts a key back that was taken, but reached no worker: it keeps its place.</summary>
    public void Return(TKey key)
    {
        var entry = _entries[key];
        entry.Processing = false;
        entry.Dirty = true;
        _processingCount--;
        _ready.Add(entry);
    }

    /// <summary>A worker is done with the key, which is ready again if it was added in the meantime.</summary>
    /// <exception cref="InvalidOperationException">No worker has the key.</exception>
    public void Done(TKey key)
    {
        if (!_entries.TryGetValue(key, out var entry) || !entry.Processing)
        {
            throw new InvalidOperationException($"{key} is given back, but no worker has it.");
        }

        entry.Processing = false;
        _processingCount--;
        Metrics?.Worked(time.GetElapsedTime(entry.StartedAt));
        if (entry.Dirty)
        {
            _ready.Add(entry);
        }
        else
        {
            RemoveIfIdle(entry);
        }
    }

    /// <summary>Drops every addition, those to keys that are with workers too.</summary>
    public void DropAdditions()
    {
        foreach (var entry in _entries.Values)
        {
            entry.Dirty = false;
        }

        _ready.Clear();
        _delayed.Clear();
    }

    /// <summary>For how long workers have had the keys that they have.</summary>
    public (TimeSpan Sum, TimeSpan Longest) TimesAtWork()
    {
        var (sum, longest) = (TimeSpan.Zero, TimeSpan.Zero);
        if (_processingCount > 0)
        {
            foreach (var entry in _entries.Values.Where(e => e.Processing))
            {
                var running = time.GetElapsedTime(entry.StartedAt);
                sum += running;
                longest = running > longest ? running : longest;
            }
        }

        return (sum, longest);
    }

    private QueueEntry<TKey> GetOrAdd(TKey key)
    {
        if (!_entries.TryGetValue(key, out var entry))
        {
            entry = new QueueEntry<TKey>(key);
            _entries.Add(key, entry);
        }

        return entry;
    }

    private void Schedule(QueueEntry<TKey> entry, TimeSpan delay, int priority)
    {
        if (delay <= TimeSpan.Zero || entry.Dirty)
        {
            MakeReady(entry, priority);
            return;
        }

        entry.DelayedPriority = entry.IsDelayed ? Math.Max(entry.DelayedPriority, priority) : priority;

        // Whole numbers: a fraction of seconds that is cut off would let a key overtake another that is due at the same time.
        var due = time.GetTimestamp() + ((Int128)delay.Ticks * time.TimestampFrequency / TimeSpan.TicksPerSecond);
        _delayed.Schedule(entry, (long)Int128.Min(due, long.MaxValue - 1));
    }

    private void MakeReady(QueueEntry<TKey> entry, int priority)
    {
        if (_delayed.Remove(entry))
        {
            priority = Math.Max(priority, entry.DelayedPriority);
        }

        if (entry.Dirty)
        {
            Raise(entry, priority);
            return;
        }

        entry.Dirty = true;
        entry.Priority = priority;
        entry.AddedAt = time.GetTimestamp();
        entry.Sequence = _sequence++;
        Metrics?.Added();
        if (!entry.Processing)
        {
            _ready.Add(entry);
        }
    }

    private void Raise(QueueEntry<TKey> entry, int priority)
    {
        if (priority > entry.Priority)
        {
            entry.Priority = priority;
            if (!entry.Processing)
            {
                _ready.MoveUp(entry);
            }
        }
    }

    private void RemoveIfIdle(QueueEntry<TKey> entry)
    {
        if (entry.IsIdle)
        {
            _entries.Remove(entry.Key);
            GiveBackRoom();
        }
    }

    /// <summary>Room for the thousands of keys of a first list is not needed any more once they are dealt with.</summary>
    private void GiveBackRoom()
    {
        if (_entries.Count == 0 && _entries.Capacity > LargestIdleCapacity)
        {
            _entries.TrimExcess();
            _ready.TrimExcess();
        }
    }
}
