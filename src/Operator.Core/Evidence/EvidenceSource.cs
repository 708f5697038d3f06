namespace Operator.Core.Evidence;

/// <summary>The server that answered.</summary>
/// <param name="Name">The configured name of the source.</param>
/// <param name="ServerVersion">What the server says about its version; null where it does not say.</param>
/// <param name="Url">Where it answered, for links; null when links are not wanted.</param>
public sealed record EvidenceSource(string Name, string? ServerVersion = null, string? Url = null);
