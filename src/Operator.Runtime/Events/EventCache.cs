using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Operator.Runtime.Events;

/// <summary>What makes two events the same.</summary>
internal sealed record EventIdentity(ObjectReference Regarding, EventType Type, string Reason, string Action, string Note)
{
    /// <summary>128 bits of a hash over all of it, so that thousands of events are remembered without their texts.</summary>
    public UInt128 Hash()
    {
        var text = string.Join('\0', Regarding.Type, Regarding.Key, Regarding.Uid, Type, Reason, Action, Note);
        return BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}

/// <summary>An event that was sent, and how often it has happened by now.</summary>
internal readonly record struct SentEvent(ObjectKey Key, int Count);

/// <summary>Remembers the events of the last minutes, at most so many. Used by one sender.</summary>
internal sealed class EventCache(int capacity, TimeSpan window, TimeProvider time)
{
    private readonly Dictionary<UInt128, (SentEvent Sent, long SeenAt)> _entries = [];

    // An event that was seen again has a later place too; the earlier one is ignored.
    private readonly Queue<(UInt128 Hash, long SeenAt)> _leastRecentFirst = new();

    public int Count => _entries.Count;

    /// <summary>Counts a repetition of an event that was sent within the window; null when there is none.</summary>
    /// <param name="hash"><see cref="EventIdentity.Hash"/>.</param>
    public SentEvent? Repeat(UInt128 hash)
    {
        DropWhile(oldest => time.GetElapsedTime(oldest) > window);
        if (!_entries.TryGetValue(hash, out var entry))
        {
            return null;
        }

        var again = entry.Sent with { Count = entry.Sent.Count + 1 };
        Put(hash, again);
        return again;
    }

    public void Add(UInt128 hash, ObjectKey key)
    {
        Put(hash, new SentEvent(key, 1));
        DropWhile(_ => _entries.Count > capacity);
    }

    private void Put(UInt128 hash, SentEvent sent)
    {
        var now = time.GetTimestamp();
        _entries[hash] = (sent, now);
        _leastRecentFirst.Enqueue((hash, now));
    }

    private void DropWhile(Predicate<long> expired)
    {
        while (_leastRecentFirst.TryPeek(out var oldest))
        {
            var isCurrent = _entries.TryGetValue(oldest.Hash, out var entry) && entry.SeenAt == oldest.SeenAt;
            if (isCurrent && !expired(oldest.SeenAt))
            {
                return;
            }

            _leastRecentFirst.Dequeue();
            if (isCurrent)
            {
                _entries.Remove(oldest.Hash);
            }
        }
    }
}
