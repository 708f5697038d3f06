namespace Operator.Hosting;

/// <summary>Where spans are sent.</summary>
public sealed class TracingOptions
{
    /// <summary>A collector that takes OTLP over HTTP, such as http://collector.monitoring:4318. Default: none, and no spans are made.</summary>
    public string? Endpoint { get; set; }

    /// <summary>The share of reconciles that is traced, from 0 to 1. Default: 1.</summary>
    public double SampleRatio { get; set; } = 1;

    internal IEnumerable<string> Problems()
    {
        if (Endpoint is not null && !(Uri.TryCreate(Endpoint, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
        {
            yield return $"tracing.endpoint: '{Endpoint}' must be a URL such as http://collector:4318";
        }

        if (SampleRatio is not (>= 0 and <= 1))
        {
            yield return $"tracing.sampleRatio: {SampleRatio} must be from 0 to 1";
        }
    }
}
