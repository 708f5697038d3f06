namespace Operator.Manifests;

/// <summary>What a file holds.</summary>
/// <param name="Documents">The documents that could be read.</param>
/// <param name="Problems">Why others could not.</param>
internal sealed record ManifestFile(IReadOnlyList<ManifestDocument> Documents, IReadOnlyList<Problem> Problems);
