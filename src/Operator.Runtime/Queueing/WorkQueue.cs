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
    private readonly Lock _lock = new();
    private readonly QueueEntries<TKey> _entries;
    private readonly WaitingWorkers<TKey> _workers = new();
    private readonly EarliestTimer _timer;
    private readonly WorkQueueOptions _options;
    private readonly Jitter _jitter;
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
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
        _jitter = jitter;
        _entries = new QueueEntries<TKey>(time);
        _timer = new EarliestTimer(time, PromoteDue);

        // Last: from here on the queue may be observed.
        _entries.Metrics = metrics?.AddQueue(name, this);
    }

    /// <summary>Keys that wait for a worker now.</summary>
    public int ReadyCount => _entries.ReadyCount;

    /// <summary>Keys that are with a worker now.</summary>
    public int ProcessingCount => _entries.ProcessingCount;

    /// <summary>Adds a key to be handed out as soon as a worker is free and no worker has it.</summary>
    public void Add(TKey key, int priority = Priority.Change)
    {
        lock (_lock)
        {
            if (!_shutDown)
            {
                _entries.Add(key, priority);
                Dispatch();
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
                _entries.AddAfter(key, delay, priority);
                Dispatch();
                SetTimer();
            }
        }
    }

    /// <summary>Adds a key after a back-off that doubles with each call until <see cref="Forget"/>. It never gives up.</summary>
    /// <param name="key">The key.</param>
    /// <param name="priority">Its priority.</param>
    /// <param name="atLeast">A wait that somebody else asks for; where the back-off is longer, that holds.</param>
    public void AddRateLimited(TKey key, int priority = Priority.Change, TimeSpan? atLeast = null)
    {
        lock (_lock)
        {
            if (!_shutDown)
            {
                var backoff = _options.Delay(_entries.Failures(key), _jitter);
                _entries.AddFailed(key, atLeast > backoff ? atLeast.Value : backoff, priority);
                Dispatch();
                SetTimer();
            }
        }
    }

    /// <summary>Starts the key's back-off anew, because it succeeded or need not be retried.</summary>
    public void Forget(TKey key)
    {
        lock (_lock)
        {
            _entries.Forget(key);
        }
    }

    /// <summary>How often the key was added rate-limited since it was last forgotten.</summary>
    public int Failures(TKey key)
    {
        lock (_lock)
        {
            return _entries.Failures(key);
        }
    }

    /// <summary>Takes the next key, waiting for one; null once the queue is shut down.</summary>
    public ValueTask<QueueItem<TKey>?> GetAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (_shutDown)
            {
                return new ValueTask<QueueItem<TKey>?>((QueueItem<TKey>?)null);
            }

            return _entries.Take() is { } item
                ? new ValueTask<QueueItem<TKey>?>(item)
                : new ValueTask<QueueItem<TKey>?>(_workers.WaitAsync(cancellationToken));
        }
    }

    /// <summary>Gives a key back. If it was added in the meantime it is ready again.</summary>
    /// <exception cref="InvalidOperationException">No worker has the key.</exception>
    public void Done(TKey key)
    {
        lock (_lock)
        {
            _entries.Done(key);
            Dispatch();
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
                _timer.Stop();
                _entries.DropAdditions();
                _workers.Dismiss();
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
        _entries.Metrics?.Dispose();
    }

    (int Depth, TimeSpan Unfinished, TimeSpan Longest) IQueueGauges.Observe()
    {
        lock (_lock)
        {
            var (unfinished, longest) = _entries.TimesAtWork();
            return (_entries.ReadyCount, unfinished, longest);
        }
    }

    /// <summary>Gives ready keys to waiting workers. After it, there are not both.</summary>
    private void Dispatch()
    {
        while (_workers.Any() && _entries.Take() is { } item)
        {
            if (!_workers.TryGive(item))
            {
                _entries.Return(item.Key);
            }
        }
    }

    private void PromoteDue()
    {
        lock (_lock)
        {
            if (!_shutDown)
            {
                _timer.Rang();
                while (_entries.PromoteDue())
                {
                    Dispatch();
                }

                SetTimer();
            }
        }
    }

    private void SetTimer()
    {
        if (_entries.NextDue is { } due)
        {
            _timer.Set(due);
        }
    }

    private void CompleteIfDrained()
    {
        if (_shutDown && _entries.ProcessingCount == 0)
        {
            _drained.TrySetResult();
        }
    }
}
