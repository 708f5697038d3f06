using System.Collections.Concurrent;
using Operator.Runtime;

namespace Operator.Publishing;

/// <summary>
/// Who writes which ConfigMap. All writes have one field manager, so the API server could not tell two PostMortems that
/// create the same name at the same moment; this can.
/// </summary>
internal sealed class OutputClaims
{
    private readonly ConcurrentDictionary<ObjectKey, Holder> _holders = new();

    /// <summary>Takes the name, or says who has it. The first one has it until it gives it back.</summary>
    public bool TryClaim(ObjectKey configMap, ResourceOwner owner, out ObjectKey holder)
    {
        var wanted = Holder.Of(owner);
        var current = _holders.GetOrAdd(configMap, wanted);
        if (current.Key == wanted.Key && current.Uid != wanted.Uid)
        {
            // The holder was deleted and created again.
            current = _holders[configMap] = wanted;
        }

        holder = current.Key;
        return current == wanted;
    }

    public void Release(ObjectKey configMap, ResourceOwner owner) => Release(configMap, Holder.Of(owner));

    /// <summary>Gives back whatever a PostMortem holds that is no more.</summary>
    public void ReleaseAll(ObjectKey owner, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            var configMap = new ObjectKey(owner.Namespace, name);
            if (_holders.TryGetValue(configMap, out var holder) && holder.Key == owner)
            {
                Release(configMap, holder);
            }
        }
    }

    private void Release(ObjectKey configMap, Holder holder) => _holders.TryRemove(new KeyValuePair<ObjectKey, Holder>(configMap, holder));

    private readonly record struct Holder(ObjectKey Key, Guid Uid)
    {
        public static Holder Of(ResourceOwner owner) => new(owner.Key, UniqueId.Of(owner.Uid));
    }
}
