namespace Operator.Manifests;

/// <summary>One document of a file, or one item of a List in it.</summary>
/// <param name="File">The file's name as it was given.</param>
/// <param name="Root">Its value.</param>
internal sealed record ManifestDocument(string File, ManifestNode Root);
