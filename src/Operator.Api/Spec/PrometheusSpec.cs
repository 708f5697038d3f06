using System.ComponentModel;
using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>Where evidence is read from.</summary>
public sealed record PrometheusSpec
{
    /// <summary>The name of a Prometheus endpoint that the operator's administrator configured; never a URL.</summary>
    [DefaultValue("default"), Text(63, Minimum = 1, Pattern = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")]
    public string Source { get; set; } = "default";
}
