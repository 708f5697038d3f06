using System.Collections.Concurrent;
using Operator.Runtime;

namespace Operator.Publishing;

/// <summary>
/// Who writes which ConfigMap. All writes have one field manager, so the API server could not tell two PostMortems that
/// create the same name at the same moment; this can.
/// </summary>
internal sealed class OutputClaims
{
    private readonly ConcurrentDictionary<ObjectKey, ResourceOwner> _holders = new();

    /// <summary>Takes the name, or says who has it. The first one has it until it gives it back.</summary>
    public bool TryClaim(ObjectKey configMap, ResourceOwner owner, out ObjectKey holder)
    {
        var current = _holders.GetOrAdd(configMap, owner);
        if (current.Key == owner.Key && current.Uid != owner.Uid)
        {
            // The holder was deleted and created again.
            current = _holders[configMap] = owner;
        }

        holder = current.Key;
        return current == owner;
    }

    public void Release(ObjectKey configMap, ResourceOwner owner) =>
        _holders.TryRemove(new KeyValuePair<ObjectKey, ResourceOwner>(configMap, owner));

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
}
