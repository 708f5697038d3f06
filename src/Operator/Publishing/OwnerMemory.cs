namespace Operator.Publishing;

/// <summary>
/// What this process knows of one PostMortem, so that a look that finds nothing new costs one read. All of it can be found
/// out again from the API server, and is after a restart. Used by one worker at a time. There is one for each resource for as
/// long as the process lives, so it is small: a list in place of sets, because a resource has one or two children.
/// </summary>
internal sealed class OwnerMemory(Guid uid)
{
    private ChildVersion[] _children = [];

    public Guid Uid => uid;

    /// <summary>The version at which everything was as it should be; null when that is not known.</summary>
    public string? RestingVersion { get; set; }

    /// <summary>The version of which it was said that it must not be written; null when there is none.</summary>
    public string? HeldVersion { get; set; }

    /// <summary>When time alone will make a difference; null for never.</summary>
    public DateTimeOffset? NextLook { get; set; }

    /// <summary>The generation for which Prometheus was asked last, and until when that stands; null when it is not to stand.</summary>
    public (long Generation, DateTimeOffset Until)? Collected { get; set; }

    /// <summary>ConfigMaps that are or may be ours.</summary>
    public IReadOnlyList<ChildVersion> Children => _children;

    /// <summary>The ConfigMap as it was last seen to hold what it should; null when that is not known.</summary>
    public ChildVersion? Child(string name) => Array.Find(_children, c => c.Name == name) is { ResourceVersion: not null } known ? known : null;

    public void Suspect(string name)
    {
        if (!Array.Exists(_children, c => c.Name == name))
        {
            _children = [.. _children, new ChildVersion(name, default, null)];
        }
    }

    public void Remember(string name, ContentDigest digest, string resourceVersion)
    {
        var child = new ChildVersion(name, digest, resourceVersion);
        var index = Array.FindIndex(_children, c => c.Name == name);
        if (index >= 0)
        {
            _children[index] = child;
        }
        else
        {
            _children = [.. _children, child];
        }
    }

    public void Forget(string name) => _children = Array.FindAll(_children, c => c.Name != name);
}

/// <summary>A ConfigMap of a PostMortem.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Digest">Of its content, when it was last seen to hold what it should.</param>
/// <param name="ResourceVersion">At that moment; null when it only may be there.</param>
internal sealed record ChildVersion(string Name, ContentDigest Digest, string? ResourceVersion);
