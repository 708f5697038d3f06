namespace Operator.Runtime.Watching;

/// <summary>Versions at which the last deleted objects went away, so that a late or repeated event does not bring one back.</summary>
internal sealed class Tombstones(int capacity)
{
    private readonly Dictionary<ObjectKey, string> _versions = [];
    private readonly Queue<(ObjectKey Key, string Version)> _order = new();

    public void Add(ObjectKey key, string version)
    {
        _versions[key] = version;
        _order.Enqueue((key, version));
        if (_order.Count > capacity)
        {
            var (oldest, oldestVersion) = _order.Dequeue();
            if (_versions.TryGetValue(oldest, out var known) && ReferenceEquals(known, oldestVersion))
            {
                _versions.Remove(oldest);
            }
        }
    }

    /// <summary>Whether the version is of before the object's deletion.</summary>
    public bool Covers(ObjectKey key, string version) =>
        _versions.TryGetValue(key, out var deletedAt) && !ResourceVersions.IsNewer(version, deletedAt);

    public void Clear()
    {
        _versions.Clear();
        _order.Clear();
    }
}
