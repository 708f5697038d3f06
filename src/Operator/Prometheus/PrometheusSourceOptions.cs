namespace Operator.Prometheus;

/// <summary>One endpoint that speaks the Prometheus HTTP API: Prometheus, Thanos Query, Mimir or VictoriaMetrics.</summary>
public sealed class PrometheusSourceOptions
{
    /// <summary>The name that resources use; lower-case letters, digits and dashes. Default: default.</summary>
    public string Name { get; set; } = "default";

    /// <summary>Where the API is, without /api/v1, with a path prefix where there is one, such as http://mimir:8080/prometheus.</summary>
    public string Url { get; set; } = "";

    /// <summary>Headers that go with each request, such as X-Scope-OrgID.</summary>
    public IDictionary<string, string> Headers { get; set; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Parameters that go with each query, such as partial_response: false.</summary>
    public IDictionary<string, string> QueryParameters { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>User and password; not together with <see cref="BearerTokenFile"/>.</summary>
    public BasicAuthOptions? BasicAuth { get; set; }

    /// <summary>The file that holds a bearer token; read again for each request, so that it may rotate.</summary>
    public string? BearerTokenFile { get; set; }

    /// <summary>Transport security of an https URL.</summary>
    public TlsOptions? Tls { get; set; }

    /// <summary>The HTTP proxy before the source. Default: none; HTTP_PROXY, HTTPS_PROXY and NO_PROXY of the environment are not used.</summary>
    public string? ProxyUrl { get; set; }

    /// <summary>How long one request may take, answer included. Default: 30 s; from 100 ms to 10 min.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many series one answer may have. Default: 5000.</summary>
    public int MaxSeries { get; set; } = 5000;

    /// <summary>How many series one entry of spec.detection.alerts may have: as many alerts, each pending and firing. Default: 1000.</summary>
    public int MaxAlertSeries { get; set; } = 1000;

    /// <summary>How many samples one answer may have in all. Default: 1 000 000, which are 16 MB.</summary>
    public int MaxSamples { get; set; } = 1_000_000;

    /// <summary>How many bytes one answer may have, after decompression. Default: 64 MiB.</summary>
    public long MaxResponseBytes { get; set; } = 64L << 20;

    /// <summary>What one collection of evidence may ask of the server.</summary>
    public PrometheusLimits Limits { get; set; } = new();

    /// <summary>The metric in which alerts are recorded; its companion has the suffix _FOR_STATE. Default: ALERTS.</summary>
    public string AlertsMetric { get; set; } = "ALERTS";

    /// <summary>Labels that tell replicas of a server apart: alerts that differ in them alone are one, and counters with the same values count once. Default: prometheus_replica, replica, __replica__.</summary>
    public IReadOnlyList<string> ReplicaLabels { get; set; } = ["prometheus_replica", "replica", "__replica__"];

    /// <summary>Where people who read documents reach it, for links to its alerts and graphs; may differ from <see cref="Url"/>. Default: none, and no links.</summary>
    public string? ExternalURL { get; set; }

    /// <summary>The page of Grafana that shows this source, such as a dashboard, for documents whose spec names none. The beginning and the end of the incident are added. Default: none.</summary>
    public string? GrafanaURL { get; set; }
}
