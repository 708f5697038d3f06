namespace Operator.Runtime.Tests.Chaos;

/// <summary>The truth: objects with versions, and the history of how they came to be, as an API server keeps it.</summary>
internal sealed class ChaosServer(Random random)
{
    public const string TokenAnnotation = "example.org/reconcile-at";

    private static readonly string[] Names = ["a", "b", "c", "d", "e"];
    private static readonly string[] Namespaces = ["left", "right"];

    private readonly Dictionary<ObjectKey, Item> _objects = [];
    private readonly List<HistoryEvent> _history = [];
    private long _version = 100;
    private int _uids;

    public IReadOnlyDictionary<ObjectKey, Item> Objects => _objects;

    /// <summary>Every key that ever existed.</summary>
    public HashSet<ObjectKey> Known { get; } = [];

    public long Version => _version;

    /// <summary>Events at or before this version are forgotten.</summary>
    public long Compacted { get; private set; }

    public IEnumerable<HistoryEvent> EventsAfter(long version, string? ns) =>
        _history.Where(e => e.Version > version && (ns is null || e.Key.Namespace == ns));

    /// <summary>What a reconcile must see at last: null when the object is gone.</summary>
    public (Guid Uid, int Intent)? Expected(ObjectKey key) => _objects.TryGetValue(key, out var item) ? (item.Uid, item.Intent) : null;

    public void Compact() => Compacted = _version - random.Next(3);

    public void Mutate()
    {
        var key = new ObjectKey(Namespaces[random.Next(2)], Names[random.Next(Names.Length)]);
        if (!_objects.TryGetValue(key, out var item))
        {
            Known.Add(key);
            Store("ADDED", new Item(key, Guid.NewGuid(random, ++_uids)) { Generation = 1, Intent = 1 });
            return;
        }

        switch (random.Next(7))
        {
            case 0 or 1:
                Store("MODIFIED", item with { Generation = item.Generation + 1, Intent = item.Intent + 1 });
                break;
            case 2 or 3:
                Store("MODIFIED", item with { StatusWrites = item.StatusWrites + 1 });
                break;
            case 4:
                Store("MODIFIED", item with { Token = item.Token + 1, Intent = item.Intent + 1 });
                break;
            case 5 when !item.IsDeleting:
                Store("MODIFIED", item with { IsDeleting = true, Intent = item.Intent + 1 });
                break;
            default:
                _objects.Remove(key);
                _version++;
                _history.Add(new HistoryEvent(_version, key, "DELETED", (item with { Version = _version }).ToJson()));
                break;
        }
    }

    private void Store(string type, Item item)
    {
        var stored = item with { Version = ++_version };
        _objects[item.Key] = stored;
        _history.Add(new HistoryEvent(_version, item.Key, type, stored.ToJson()));
    }

    internal sealed record HistoryEvent(long Version, ObjectKey Key, string Type, string Json)
    {
        public string Line => $$"""{"type":"{{Type}}","object":{{Json}}}""" + "\n";
    }

    internal sealed record Item(ObjectKey Key, Guid Uid)
    {
        public long Version { get; init; }

        public long Generation { get; init; }

        public int Token { get; init; }

        public int StatusWrites { get; init; }

        public bool IsDeleting { get; init; }

        /// <summary>Counts what a reconciler must see.</summary>
        public int Intent { get; init; }

        public string ToJson() => "{\"apiVersion\":\"example.org/v1\",\"kind\":\"Thing\",\"metadata\":{"
            + $"\"name\":\"{Key.Name}\",\"namespace\":\"{Key.Namespace}\",\"uid\":\"{Uid}\","
            + $"\"resourceVersion\":\"{Version}\",\"generation\":{Generation},"
            + (IsDeleting ? "\"deletionTimestamp\":\"2025-01-01T00:00:00Z\"," : "")
            + $"\"annotations\":{{\"other\":\"{{}}\",\"{TokenAnnotation}\":\"{Token}\"}},"
            + "\"managedFields\":[{\"manager\":\"m\",\"fieldsV1\":{\"f:spec\":{}}}]},"
            + $"\"spec\":{{\"list\":[1,{{\"suspend\":true}}]}},\"status\":{{\"writes\":{StatusWrites}}}}}";
    }
}

internal static class GuidExtensions
{
    extension(Guid)
    {
        /// <summary>A unique ID that a seed repeats.</summary>
        public static Guid NewGuid(Random random, int number)
        {
            var bytes = new byte[16];
            random.NextBytes(bytes);
            BitConverter.TryWriteBytes(bytes, number);
            return new Guid(bytes);
        }
    }
}
