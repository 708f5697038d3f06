namespace Operator.Runtime.Client;

/// <summary>One page of a typed list.</summary>
/// <typeparam name="T">Type of the items.</typeparam>
public sealed class ObjectList<T>
{
    /// <summary>Version and continuation.</summary>
    public ListMetadata Metadata { get; set; } = new();

    /// <summary>The page's items.</summary>
    public List<T> Items { get; set; } = [];
}

/// <summary>Version and continuation of a list.</summary>
public sealed class ListMetadata
{
    /// <summary>Version of the collection at which the list is consistent.</summary>
    public string ResourceVersion { get; set; } = "";

    /// <summary>Token of the next page; null or empty on the last one.</summary>
    public string? Continue { get; set; }
}

/// <summary>What must hold for a delete to happen.</summary>
/// <param name="Uid">The object's unique ID, so that a namesake created later is spared.</param>
/// <param name="ResourceVersion">The object's version, so that a change in between refuses the delete.</param>
public sealed record DeletePreconditions(string? Uid = null, string? ResourceVersion = null);
