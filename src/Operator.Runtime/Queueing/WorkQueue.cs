using Operator.Runtime.Diagnostics;

namespace Operator.Runtime.Queueing;

/// <summary>
/// A queue of keys for any number of writers and workers. A key is held once however often it is added; it is never
/// with two workers; added while a worker has it, it comes back when that worker is done. The greatest priority goes
/// first, then first in, first out. Delayed keys wait on one timer, and the earliest time wins.
/// </summary>
/// <typeparam name="TKey">A value that identifies the work.</typeparam>
public sealed class WorkQueue<TKey> : IQueueGauges, IDisposable
    where TKey : notnull
{
    private const int LargestIdleCapacity = 256;

    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, Entry> _entries = [];
    private readonly PriorityQueue<ReadyNode, (long Rank, long Sequence)> _ready = new();
    private readonly DelayedEntries<Entry> _delayed = new();
    private readonly Queue<TaskCompletionSource<QueueItem<TKey>?>> _waiters = new();
    private readonly WorkQueueOptions _options;
    private readonly TimeProvider _time;
    private readonly Jitter _jitter;
    private readonly QueueMetrics? _metrics;
    private readonly ITimer _timer;
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _timerDue = long.MaxValue;
    private long _sequence;
    private int _readyCount;
    private int _processingCount;
    private bool _shutDown;

    /// <summary>Creates an empty queue.</summary>
    /// <param name="options">Back-off; null for the defaults.</param>
    /// <param name="time">Clock and timer.</param>
    /// <param name="jitter">Randomness of the back-off.</param>
    /// <param name="name">Name in the metrics.</param>
    /// <param name="metrics">Where the queue is measured; null for nowhere.</param>
    public WorkQueue(WorkQueueOptions? options, TimeProvider time, Jitter jitter, string name = "", RuntimeMetrics? metrics = null)
    {
        ArgumentNullException.ThrowIfNull(time);
        _options = options ?? new WorkQueueOptions();
        _options.Validate();
        _time = time;
        _jitter = jitter;
        _metrics = metrics?.AddQueue(name, this);
        _timer = time.CreateTimer(static queue => ((WorkQueue<TKey>)queue!).PromoteDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Keys that wait for a worker now.</summary>
    public int ReadyCount => Volatile.Read(ref _readyCount);

    /// <summary>Keys that are with a worker now.</summary>
    public int ProcessingCount => Volatile.Read(ref _processingCount);

    /// <summary>Adds a key to be handed out as soon as a worker is free and no worker has it.</summary>
    public void Add(TKey key, int priority = Priority.Change)
    {
        lock (_lock)
        {
            if (!_shutDown)
            {
                MakeReady(Find(key), priority);
            }
        }
    }

    /// <summary>Adds a key once the delay is over; a key that is due earlier anyway keeps its earlier time.</summary>
    public void AddAfter(TKey key, TimeSpan delay, int priority = Priority.Change)
    {
        lock (_lock)
        {
            if (!_shutDown)
            {
                Schedule(Find(key), delay, priority);
            }
        }
    }

    /// <summary>Adds a key after a back-off that doubles with each call until <see cref="Forget"/>. It never gives up.</summary>
    public void AddRateLimited(TKey key, int priority = Priority.Change)
    {
        lock (_lock)
        {
            if (_shutDown)
            {
                return;
            }

            var entry = Find(key);
            var delay = _options.Delay(entry.Failures, _jitter);
            entry.Failures = Math.Min(entry.Failures + 1, int.MaxValue - 1);
            _metrics?.Retried();
            Schedule(entry, delay, priority);
        }
    }

    /// <summary>Starts the key's back-off anew, because it succeeded or need not be retried.</summary>
    public void Forget(TKey key)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var entry))
            {
                entry.Failures = 0;
                RemoveIfIdle(entry);
            }
        }
    }

    /// <summary>How often the key was added rate-limited since it was last forgotten.</summary>
    public int Failures(TKey key)
    {
        lock (_lock)
        {
            return _entries.TryGetValue(key, out var entry) ? entry.Failures : 0;
        }
    }

    /// <summary>Takes the next key, waiting for one; null once the queue is shut down.</summary>
    public ValueTask<QueueItem<TKey>?> GetAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TaskCompletionSource<QueueItem<TKey>?> waiter;
        lock (_lock)
        {
            if (_shutDown)
            {
                return new ValueTask<QueueItem<TKey>?>((QueueItem<TKey>?)null);
            }

            if (TakeReady() is { } entry)
            {
                return new ValueTask<QueueItem<TKey>?>(HandOut(entry));
            }

            waiter = new TaskCompletionSource<QueueItem<TKey>?>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Enqueue(waiter);
        }

        return new ValueTask<QueueItem<TKey>?>(WaitAsync(waiter, cancellationToken));
    }

    /// <summary>Gives a key back. If it was added in the meantime it is ready again.</summary>
    /// <exception cref="InvalidOperationException">No worker has the key.</exception>
    public void Done(TKey key)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var entry) || !entry.Processing)
            {
                throw new InvalidOperationException($"{key} is given back, but no worker has it.");
            }

            entry.Processing = false;
            _processingCount--;
            _metrics?.Worked(_time.GetElapsedTime(entry.StartedAt));
            if (entry.Dirty && !_shutDown)
            {
                PushReady(entry);
                Dispatch();
            }
            else
            {
                RemoveIfIdle(entry);
            }

            CompleteIfDrained();
        }
    }

    /// <summary>
    /// Takes no more keys and hands out none. What still waits is dropped: whoever starts next lists the world and adds it again.
    /// </summary>
    /// <returns>Completes when every key that is with a worker was given back.</returns>
    public Task ShutDownAsync()
    {
        lock (_lock)
        {
            if (!_shutDown)
            {
                _shutDown = true;
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _readyCount = 0;
                _ready.Clear();
                _delayed.Clear();
                while (_waiters.TryDequeue(out var waiter))
                {
                    waiter.TrySetResult(null);
                }

                CompleteIfDrained();
            }

            return _drained.Task;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ = ShutDownAsync();
        _timer.Dispose();
        _metrics?.Dispose();
    }

    (int Depth, TimeSpan Unfinished, TimeSpan Longest) IQueueGauges.Observe()
    {
        lock (_lock)
        {
            var (unfinished, longest) = (TimeSpan.Zero, TimeSpan.Zero);
            if (_processingCount > 0)
            {
                foreach (var entry in _entries.Values.Where(e => e.Processing))
                {
                    var running = _time.GetElapsedTime(entry.StartedAt);
                    unfinished += running;
                    longest = running > longest ? running : longest;
                }
            }

            return (_readyCount, unfinished, longest);
        }
    }

    private static async Task<QueueItem<TKey>?> WaitAsync(TaskCompletionSource<QueueItem<TKey>?> waiter, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister(
            static (state, token) => ((TaskCompletionSource<QueueItem<TKey>?>)state!).TrySetCanceled(token), waiter);
        return await waiter.Task;
    }

    private Entry Find(TKey key)
    {
        if (!_entries.TryGetValue(key, out var entry))
        {
            entry = new Entry(key);
            _entries.Add(key, entry);
        }

        return entry;
    }

    private void RemoveIfIdle(Entry entry)
    {
        if (entry is { Dirty: false, Processing: false, Failures: 0 } && !DelayedEntries<Entry>.Contains(entry))
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

    private void Schedule(Entry entry, TimeSpan delay, int priority)
    {
        if (delay <= TimeSpan.Zero || entry.Dirty)
        {
            MakeReady(entry, priority);
            return;
        }

        entry.DelayedPriority = DelayedEntries<Entry>.Contains(entry) ? Math.Max(entry.DelayedPriority, priority) : priority;

        // Whole numbers: a fraction of seconds that is cut off would let a key overtake another that is due at the same time.
        _delayed.Schedule(entry, _time.GetTimestamp() + (long)((Int128)delay.Ticks * _time.TimestampFrequency / TimeSpan.TicksPerSecond));
        ArmTimer();
    }

    private void MakeReady(Entry entry, int priority)
    {
        if (_delayed.Remove(entry))
        {
            priority = Math.Max(priority, entry.DelayedPriority);
        }

        var escalates = !entry.Dirty || priority > entry.Priority;
        entry.Priority = entry.Dirty ? Math.Max(entry.Priority, priority) : priority;
        if (!entry.Dirty)
        {
            entry.Dirty = true;
            entry.AddedAt = _time.GetTimestamp();
            entry.Sequence = _sequence++;
            _metrics?.Added();
            _readyCount += entry.Processing ? 0 : 1;
        }

        if (!entry.Processing && escalates)
        {
            Enqueue(entry);
            Dispatch();
        }
    }

    private void PushReady(Entry entry)
    {
        _readyCount++;
        Enqueue(entry);
    }

    // A key whose priority rises leaves its old node behind; the node's version tells that it is stale.
    private void Enqueue(Entry entry) => _ready.Enqueue(new ReadyNode(entry, ++entry.Version), (-(long)entry.Priority, entry.Sequence));

    private Entry? TakeReady()
    {
        while (_ready.TryDequeue(out var node, out _))
        {
            if (node.Version == node.Entry.Version && node.Entry is { Dirty: true, Processing: false })
            {
                return node.Entry;
            }
        }

        return null;
    }

    private QueueItem<TKey> HandOut(Entry entry)
    {
        entry.Dirty = false;
        entry.Processing = true;
        entry.StartedAt = _time.GetTimestamp();
        _readyCount--;
        _processingCount++;
        _metrics?.HandedOut(_time.GetElapsedTime(entry.AddedAt, entry.StartedAt));
        return new QueueItem<TKey>(entry.Key, entry.Priority);
    }

    private void Dispatch()
    {
        while (_waiters.TryPeek(out var waiter))
        {
            if (waiter.Task.IsCompleted)
            {
                _waiters.Dequeue();
                continue;
            }

            if (TakeReady() is not { } entry)
            {
                return;
            }

            _waiters.Dequeue();
            var item = HandOut(entry);
            if (!waiter.TrySetResult(item))
            {
                // The waiter was cancelled this very moment: nobody has the key, so it goes back.
                entry.Processing = false;
                entry.Dirty = true;
                _processingCount--;
                PushReady(entry);
            }
        }
    }

    private void PromoteDue()
    {
        lock (_lock)
        {
            if (_shutDown)
            {
                return;
            }

            _timerDue = long.MaxValue;
            var now = _time.GetTimestamp();
            while (_delayed.TakeDue(now) is { } entry)
            {
                MakeReady(entry, entry.DelayedPriority);
            }

            ArmTimer();
        }
    }

    private void ArmTimer()
    {
        if (_delayed.NextDue is { } due && due < _timerDue)
        {
            _timerDue = due;
            var wait = _time.GetElapsedTime(_time.GetTimestamp(), due);

            // Timers count whole milliseconds: rounding down would wake the queue too early, over and over.
            _timer.Change(TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling(wait.TotalMilliseconds))), Timeout.InfiniteTimeSpan);
        }
    }

    private void CompleteIfDrained()
    {
        if (_shutDown && _processingCount == 0)
        {
            _drained.TrySetResult();
        }
    }

    private readonly record struct ReadyNode(Entry Entry, int Version);

    private sealed class Entry(TKey key) : IDelayedEntry
    {
        public TKey Key { get; } = key;

        public bool Dirty { get; set; }

        public bool Processing { get; set; }

        public int Priority { get; set; }

        public int DelayedPriority { get; set; }

        public int Failures { get; set; }

        public int Version { get; set; }

        public long Sequence { get; set; }

        public long AddedAt { get; set; }

        public long StartedAt { get; set; }

        public long DueAt { get; set; } = long.MaxValue;

        public long DelaySequence { get; set; }
    }
}
