using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>A Grafana dashboard.</summary>
public sealed record GrafanaSpec
{
    /// <summary>The dashboard's http or https URL; from and to of the incident are added.</summary>
    [Text(2048, Minimum = 1, Pattern = "^https?://[^ \\t\\r\\n]+$")]
    public required string Url { get; init; }
}
