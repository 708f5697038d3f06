namespace Operator.Manifests;

/// <summary>How much a manifest may hold. Far above what the schema allows, far below what hurts.</summary>
internal static class ManifestLimits
{
    /// <summary>Bytes of one file.</summary>
    public const int FileBytes = 3 << 20;

    /// <summary>Documents of one file.</summary>
    public const int Documents = 1000;

    /// <summary>Values of one document, aliases written out.</summary>
    public const int Values = 50_000;

    /// <summary>Nesting of one document.</summary>
    public const int Depth = 64;

    /// <summary>Characters of a field's name.</summary>
    public const int KeyLength = 512;
}
