namespace Operator.Manifests;

/// <summary>A field of an object.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Line">The line of the name, from 1.</param>
/// <param name="Value">Its value.</param>
internal sealed record ManifestField(string Key, int Line, ManifestNode Value);
