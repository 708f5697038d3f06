namespace Operator.Prometheus;

/// <summary>What one collection of evidence may ask of a source. The defaults suit a Prometheus that others share.</summary>
public sealed class PrometheusLimits
{
    /// <summary>How many points one request may make the server hold at once; a point takes about 40 bytes there. Default: 3 000 000.</summary>
    public long PointsPerRequest { get; set; } = 3_000_000;

    /// <summary>How many samples one collection may make the server read. Default: 2 000 000 000, about a minute of one processor.</summary>
    public long SamplesPerCollection { get; set; } = 2_000_000_000;

    /// <summary>How long one collection may ask for sums. Default: 2 min.</summary>
    public TimeSpan TimePerCollection { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The query parameter that tells the server to give up when the operator would; empty where a server does not take it. Default: timeout.</summary>
    public string TimeoutParameter { get; set; } = "timeout";
}
