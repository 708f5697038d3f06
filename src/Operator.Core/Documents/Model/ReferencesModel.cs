namespace Operator.Core.Documents.Model;

/// <summary>Where to read more. URLs are Markdown links already.</summary>
public sealed record ReferencesModel
{
    public string? Incident { get; init; }

    public string? Grafana { get; init; }

    /// <summary>One search for each alert's name.</summary>
    public IReadOnlyList<string> PrometheusAlerts { get; init; } = [];

    public IReadOnlyList<string> Links { get; init; } = [];

    public IReadOnlyList<string> RelatedIncidents { get; init; } = [];
}
