using System.Collections.Concurrent;
using Operator.FollowUp;
using Operator.Publishing;
using Operator.Runtime;
using Operator.Runtime.Client;
using Operator.Runtime.Controllers;

namespace Operator.Reconciling;

/// <summary>What this process knows of all PostMortems. Losing it costs reads, and nothing else.</summary>
internal sealed class ReconcileMemory
{
    private readonly ConcurrentDictionary<ObjectKey, OwnerMemory> _owners = new();
    private readonly Lock _lock = new();
    private Dictionary<ObjectKey, List<string>>? _foundAtStart;

    public OutputClaims Claims { get; } = new();

    public VerifyMemory Verifying { get; } = new();

    /// <summary>What is known of a resource; for one seen first, the names of ConfigMaps that may be left of an earlier life.</summary>
    public OwnerMemory Of(ObjectKey key, LivePostMortem live, ReconcileContext context)
    {
        var uid = UniqueId.Of(live.Metadata.Uid);
        if (_owners.TryGetValue(key, out var known) && known.Uid == uid)
        {
            return known;
        }

        Forget(key);
        known = new OwnerMemory(uid);
        foreach (var name in FoundAtStart(key, context).Concat(Published(key, live)))
        {
            known.Suspect(name);
        }

        return _owners[key] = known;
    }

    /// <summary>Whether this process has dealt with the resource, or with a namesake.</summary>
    public bool Knows(ObjectKey key) => _owners.ContainsKey(key);

    /// <summary>The names of the ConfigMaps that the first lists showed of a resource; empty once it was dealt with.</summary>
    public IReadOnlyList<string> AtStart(ObjectKey owner, ReconcileContext context)
    {
        lock (_lock)
        {
            _foundAtStart ??= Index(context.Owned.GetValueOrDefault(ResourceType.ConfigMap));
            return _foundAtStart.GetValueOrDefault(owner) ?? [];
        }
    }

    /// <summary>Takes a resource as it was found at rest.</summary>
    public void Rest(ObjectKey key, OwnerMemory known)
    {
        lock (_lock)
        {
            _foundAtStart?.Remove(key);
        }

        _owners[key] = known;
    }

    public void Forget(ObjectKey key)
    {
        Verifying.Forget(key);
        if (_owners.TryRemove(key, out var known))
        {
            Claims.ReleaseAll(key, known.Children.Select(c => c.Name));
        }
    }

    /// <summary>Whether nothing has changed since everything was as it should be, and time makes no difference yet.</summary>
    public static bool IsAtRest(OwnerMemory known, LivePostMortem live, ReconcileContext context, ObjectKey key, DateTimeOffset now)
    {
        if (known.RestingVersion != live.Metadata.ResourceVersion || known.NextLook <= now)
        {
            return false;
        }

        var store = context.Owned.GetValueOrDefault(ResourceType.ConfigMap);
        return known.Children.All(c => c.ResourceVersion is null || store?.Find(new ObjectKey(key.Namespace, c.Name))?.ResourceVersion == c.ResourceVersion);
    }

    private static IEnumerable<string> Published(ObjectKey key, LivePostMortem live) =>
        (live.Resource?.Status?.Document?.Outputs ?? [])
            .Where(o => o.Type == ConfigMapPublisher.Type && o.Location.StartsWith(key.Namespace + "/", StringComparison.Ordinal))
            .Select(o => o.Location[(key.Namespace.Length + 1)..]);

    /// <summary>One walk over all children, at the first reconcile; what is written later is remembered as it is written.</summary>
    private List<string> FoundAtStart(ObjectKey owner, ReconcileContext context)
    {
        lock (_lock)
        {
            _foundAtStart ??= Index(context.Owned.GetValueOrDefault(ResourceType.ConfigMap));
            var found = _foundAtStart.Remove(owner, out var names) ? names : [];
            if (_foundAtStart.Count == 0)
            {
                _foundAtStart.TrimExcess();
            }

            return found;
        }
    }

    private static Dictionary<ObjectKey, List<string>> Index(Runtime.Watching.ObjectStore? store)
    {
        var index = new Dictionary<ObjectKey, List<string>>();
        foreach (var child in store?.Keys() ?? [])
        {
            if (store!.Find(child)?.Owner is { } owner)
            {
                if (!index.TryGetValue(owner, out var names))
                {
                    index.Add(owner, names = []);
                }

                names.Add(child.Name);
            }
        }

        return index;
    }
}
