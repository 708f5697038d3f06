namespace Operator.Tests.TestData;

/// <summary>Servers that speak the Prometheus API and count differently.</summary>
public enum MetricServer
{
    /// <summary>Prometheus 2: ranges that hold both their ends.</summary>
    Prometheus,

    /// <summary>Prometheus 3: ranges without their left end.</summary>
    Prometheus3,

    /// <summary>VictoriaMetrics: increase() counts first values and does not extrapolate.</summary>
    VictoriaMetrics,
}
