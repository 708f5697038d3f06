using System.Text.Json;

namespace Operator.Runtime.Watching;

/// <summary>The metadata of an object, which is all that list, watch and writes are asked to answer with (<c>PartialObjectMetadata</c>).</summary>
internal sealed class PartialObject
{
    public ObjectMetadata? Metadata { get; set; }
}

/// <summary>The fields of <c>ObjectMeta</c> that are used.</summary>
internal sealed class ObjectMetadata
{
    public string? Name { get; set; }

    public string? Namespace { get; set; }

    public string? Uid { get; set; }

    public string? ResourceVersion { get; set; }

    public long? Generation { get; set; }

    public string? DeletionTimestamp { get; set; }

    public Dictionary<string, string?>? Annotations { get; set; }

    public List<string>? Finalizers { get; set; }

    public List<OwnerReference>? OwnerReferences { get; set; }
}

/// <summary>The fields of an owner reference that are used.</summary>
internal sealed class OwnerReference
{
    public string? Kind { get; set; }

    public string? Name { get; set; }

    public bool? Controller { get; set; }
}

/// <summary>One page of a LIST. Its items are read one by one, so that one of them that cannot be read does not stop the others.</summary>
internal sealed class ObjectPage
{
    public ListMetadata? Metadata { get; set; }

    public List<JsonElement>? Items { get; set; }
}

/// <summary>Version and continuation of a list.</summary>
internal sealed class ListMetadata
{
    /// <summary>Version of the collection at which the list is consistent.</summary>
    public string? ResourceVersion { get; set; }

    /// <summary>Token of the next page; null or empty on the last one.</summary>
    public string? Continue { get; set; }
}

/// <summary>One line of a WATCH.</summary>
internal sealed class WatchLine
{
    public string? Type { get; set; }

    public JsonElement Object { get; set; }
}
