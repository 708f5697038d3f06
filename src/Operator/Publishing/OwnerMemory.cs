namespace Operator.Publishing;

/// <summary>
/// What this process knows of one PostMortem, so that a look that finds nothing new costs one read. All of it can be found
/// out again from the API server, and is after a restart. Used by one worker at a time.
/// </summary>
internal sealed class OwnerMemory(string uid)
{
    private readonly Dictionary<string, ChildVersion> _children = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public string Uid => uid;

    /// <summary>The version at which everything was as it should be; null when that is not known.</summary>
    public string? RestingVersion { get; set; }

    /// <summary>When time alone will make a difference; null for never.</summary>
    public DateTimeOffset? NextLook { get; set; }

    /// <summary>Names of ConfigMaps that are or may be ours.</summary>
    public IReadOnlyCollection<string> Names => _names;

    public IReadOnlyDictionary<string, ChildVersion> Children => _children;

    public ChildVersion? Child(string name) => _children.GetValueOrDefault(name);

    public void Suspect(string name) => _names.Add(name);

    public void Remember(string name, byte[] digest, string resourceVersion)
    {
        _names.Add(name);
        _children[name] = new ChildVersion(digest, resourceVersion);
    }

    public void Forget(string name)
    {
        _names.Remove(name);
        _children.Remove(name);
    }
}

/// <summary>A ConfigMap as it was last seen to hold what it should.</summary>
/// <param name="Digest">Of its content.</param>
/// <param name="ResourceVersion">At that moment.</param>
internal sealed record ChildVersion(byte[] Digest, string ResourceVersion);
