using Operator.Sandbox.ApiServer.Storage;

namespace Operator.Sandbox.ApiServer.GarbageCollection;

/// <summary>Who exists, who depends on whom, and who waits to be deleted. Used by one thread.</summary>
internal sealed class OwnershipGraph
{
    private readonly Dictionary<string, GraphNode> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _dependents = new(StringComparer.Ordinal);
    private readonly HashSet<string> _deleting = new(StringComparer.Ordinal);

    public void Set(string storage, StoredObject item)
    {
        Unlink(item.Uid);
        _nodes[item.Uid] = new GraphNode(storage, item);
        foreach (var owner in item.Owners)
        {
            if (!_dependents.TryGetValue(owner.Uid, out var set))
            {
                _dependents[owner.Uid] = set = new HashSet<string>(StringComparer.Ordinal);
            }

            set.Add(item.Uid);
        }

        if (item.IsDeleting)
        {
            _deleting.Add(item.Uid);
        }
    }

    /// <summary>Forgets a deleted object and returns those who depended on it.</summary>
    public IReadOnlyList<GraphNode> Remove(StoredObject item)
    {
        Unlink(item.Uid);
        _nodes.Remove(item.Uid);
        _deleting.Remove(item.Uid);
        return [.. Dependents(item.Uid)];
    }

    /// <summary>An owner counts only in the same namespace, or when it is cluster-scoped.</summary>
    public bool Exists(string uid, string @namespace) =>
        _nodes.TryGetValue(uid, out var node)
        && (node.Object.Key.Namespace.Length == 0 || string.Equals(node.Object.Key.Namespace, @namespace, StringComparison.Ordinal));

    public IEnumerable<GraphNode> Dependents(string uid) =>
        _dependents.TryGetValue(uid, out var set) ? set.Select(u => _nodes[u]) : [];

    public IReadOnlyList<GraphNode> Deleting() => _deleting.Count == 0 ? [] : [.. _deleting.Select(u => _nodes[u])];

    private void Unlink(string uid)
    {
        if (!_nodes.TryGetValue(uid, out var old))
        {
            return;
        }

        foreach (var owner in old.Object.Owners)
        {
            if (_dependents.TryGetValue(owner.Uid, out var set) && set.Remove(uid) && set.Count == 0)
            {
                _dependents.Remove(owner.Uid);
            }
        }
    }
}
