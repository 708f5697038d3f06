namespace Operator.Manifests;

/// <summary>What a value of a manifest is, in the terms of JSON.</summary>
internal enum ManifestNodeKind
{
    /// <summary>null.</summary>
    Null,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A string.</summary>
    String,

    /// <summary>A list.</summary>
    List,

    /// <summary>An object.</summary>
    Object,
}
