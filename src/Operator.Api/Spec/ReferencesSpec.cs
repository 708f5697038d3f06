using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>Where to read more.</summary>
public sealed record ReferencesSpec
{
    /// <summary>The incident in your incident tool; an http or https URL.</summary>
    [Text(2048, Minimum = 1, Pattern = "^https?://[^ \\t\\r\\n]+$")]
    public string? IncidentURL { get; init; }

    /// <summary>The dashboard that shows the incident.</summary>
    public GrafanaSpec? Grafana { get; init; }

    /// <summary>Other links.</summary>
    [Items(50)]
    public IReadOnlyList<LinkSpec> Links { get; set; } = [];

    /// <summary>Incidents that resemble this one.</summary>
    [Items(20)]
    public IReadOnlyList<RelatedIncidentSpec> RelatedIncidents { get; set; } = [];
}
