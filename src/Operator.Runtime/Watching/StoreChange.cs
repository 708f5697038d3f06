namespace Operator.Runtime.Watching;

/// <summary>What happened to an object in a store.</summary>
public enum StoreChangeKind
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>It has another version.</summary>
    Updated,

    /// <summary>It is gone.</summary>
    Deleted,
}

/// <summary>One change of a store.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Current">The object as it is now, or as it was last when it is gone.</param>
/// <param name="Previous">The object before, or null when it was not known.</param>
/// <param name="FromList">Whether a LIST showed it, and not a watch event.</param>
public readonly record struct StoreChange(StoreChangeKind Kind, StoredObject Current, StoredObject? Previous, bool FromList);
