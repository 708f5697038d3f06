using System.Collections.Concurrent;
using Operator.Api;
using Operator.Runtime;

namespace Operator.FollowUp;

/// <summary>What this process knows of queries that verify action items. Losing it costs requests, and nothing else: the status and the samples have all of it.</summary>
internal sealed class VerifyMemory
{
    private readonly ConcurrentDictionary<ObjectKey, Items> _resources = new();

    /// <summary>The action items of one resource.</summary>
    public Items Of(ObjectKey key, string uid) =>
        _resources.AddOrUpdate(key, _ => new Items(uid), (_, known) => known.Uid == uid ? known : new Items(uid));

    public void Forget(ObjectKey key) => _resources.TryRemove(key, out _);

    /// <summary>What is known of the action items of one resource, used by one worker at a time.</summary>
    internal sealed class Items(string uid)
    {
        private readonly Dictionary<string, Item> _items = new(StringComparer.Ordinal);

        public string Uid => uid;

        public Item? Find(string id) => _items.GetValueOrDefault(id);

        public void Remember(string id, Item item) => _items[id] = item;

        public void KeepOnly(IEnumerable<string> ids)
        {
            var kept = ids.ToHashSet(StringComparer.Ordinal);
            foreach (var id in _items.Keys.Where(id => !kept.Contains(id)).ToList())
            {
                _items.Remove(id);
            }
        }
    }

    /// <summary>What is known of one query.</summary>
    /// <param name="Status">What it said, as of the last look.</param>
    /// <param name="AskedAt">When that look was.</param>
    /// <param name="IsForPeople">Whether only a person can make it be answered.</param>
    /// <param name="Plan">How far apart its samples are; null when that is to be found out.</param>
    internal sealed record Item(VerificationStatus Status, DateTimeOffset AskedAt, bool IsForPeople, QueryPlan? Plan);
}
