namespace Operator.Runtime.Queueing;

/// <summary>What a queue knows of one key.</summary>
internal sealed class QueueEntry<TKey>(TKey key) : IDelayedEntry
{
    public TKey Key { get; } = key;

    /// <summary>The key was added and not handed out since. It is ready, unless a worker has it.</summary>
    public bool Dirty { get; set; }

    /// <summary>A worker has the key.</summary>
    public bool Processing { get; set; }

    /// <summary>The greatest priority with which the key was added since it was last handed out.</summary>
    public int Priority { get; set; }

    /// <summary>The same of the delayed additions, which counts once the delay ends.</summary>
    public int DelayedPriority { get; set; }

    /// <summary>Failures since the key was last forgotten.</summary>
    public int Failures { get; set; }

    /// <summary>Place of the addition among all keys: first in, first out.</summary>
    public long Sequence { get; set; }

    /// <summary>Timestamp at which the key became <see cref="Dirty"/>.</summary>
    public long AddedAt { get; set; }

    /// <summary>Timestamp at which a worker got the key.</summary>
    public long StartedAt { get; set; }

    /// <summary>Tells the current node in <see cref="ReadyEntries{TKey}"/> from stale ones.</summary>
    public int ReadyVersion { get; set; }

    public long DueAt { get; set; } = long.MaxValue;

    public long DelaySequence { get; set; }

    public bool IsDelayed => DelayedEntries<QueueEntry<TKey>>.Contains(this);

    /// <summary>Nothing is known of the key that a new entry would not say.</summary>
    public bool IsIdle => this is { Dirty: false, Processing: false, Failures: 0, IsDelayed: false };
}
