namespace Operator.Runtime.Watching;

/// <summary>What scheduling needs to know of one object, a few hundred bytes whatever its size; a reconciler reads the object itself.</summary>
public sealed class StoredObject
{
    /// <summary>Namespace and name.</summary>
    public required ObjectKey Key { get; init; }

    /// <summary>Unique ID, which tells a re-created object from its namesake.</summary>
    public string Uid { get; init; } = "";

    /// <summary>Opaque version.</summary>
    public required string ResourceVersion { get; init; }

    /// <summary>Generation of the spec; 0 for types without one.</summary>
    public long Generation { get; init; }

    /// <summary>Whether <c>metadata.deletionTimestamp</c> is set.</summary>
    public bool IsDeleting { get; init; }

    /// <summary>The tracked annotations with their values; null when it has none of them.</summary>
    public string? Tokens { get; init; }

    /// <summary>The finalizers in their order; null for none.</summary>
    public string? Finalizers { get; init; }

    /// <summary>Name of the controlling owner of the tracked kind, or null.</summary>
    public string? OwnerName { get; init; }

    /// <summary>What <see cref="Controllers.ControllerDefinition.Facts"/> made of the object; null without it.</summary>
    public object? Facts { get; init; }

    /// <summary>The owner's key; owners are of the same namespace.</summary>
    public ObjectKey? Owner => OwnerName is null ? null : new ObjectKey(Key.Namespace, OwnerName);

    /// <summary>
    /// Whether this version asks for a reconcile that <paramref name="old"/> did not: another object under the name, a new
    /// generation (every change of a spec counts it up), deletion, a tracked annotation, finalizers. A mere status write is none of these.
    /// </summary>
    public bool DiffersInIntent(StoredObject old) =>
        Uid != old.Uid
        || Generation != old.Generation
        || IsDeleting != old.IsDeleting
        || Tokens != old.Tokens
        || Finalizers != old.Finalizers;
}
