namespace Operator.Prometheus;

/// <summary>The Prometheus endpoints that resources may name in spec.prometheus.source.</summary>
public sealed class PrometheusOptions
{
    /// <summary>The endpoints. Default: none, and then nothing is measured.</summary>
    public IList<PrometheusSourceOptions> Sources { get; set; } = [];
}
