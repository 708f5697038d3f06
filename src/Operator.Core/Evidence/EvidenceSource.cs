namespace Operator.Core.Evidence;

/// <summary>The server that answered.</summary>
/// <param name="Name">The configured name of the source.</param>
/// <param name="ServerVersion">What the server says about its version; null where it does not say.</param>
/// <param name="ExternalUrl">Where readers reach it, for links; null where none is configured. Evidence from before has the address at which it answered, under another name, which no link may lead to.</param>
/// <param name="GrafanaUrl">The page of Grafana that shows it, for documents whose spec names no dashboard; null where none is configured.</param>
public sealed record EvidenceSource(string Name, string? ServerVersion = null, string? ExternalUrl = null, string? GrafanaUrl = null);
