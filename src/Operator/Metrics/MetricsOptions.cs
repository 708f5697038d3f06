namespace Operator.Metrics;

/// <summary>Where and how /metrics is served.</summary>
public sealed class MetricsOptions
{
    /// <summary>Address of /metrics: IP:PORT, or :PORT for every address of IPv4 and IPv6. Default: none, and no metrics are served.</summary>
    public string? Address { get; set; }

    /// <summary>A certificate in PEM, with its chain. With it /metrics is served by TLS alone. The file may be replaced at any time.</summary>
    public string? CertFile { get; set; }

    /// <summary>The certificate's key in PEM.</summary>
    public string? KeyFile { get; set; }

    /// <summary>
    /// Whether a request needs a bearer token of an account that may <c>get</c> the URL /metrics. The API server is asked for both, which
    /// takes the rights to create TokenReviews and SubjectAccessReviews. Default: no.
    /// </summary>
    public bool RequireToken { get; set; }

    /// <summary>Whether each post-mortem has series of its own. Without them sums and counts by severity are left. Default: yes.</summary>
    public bool PerIncident { get; set; } = true;

    /// <summary>Says what is wrong, each with its name and what would be right.</summary>
    internal IEnumerable<string> Problems()
    {
        if (CertFile is null != KeyFile is null)
        {
            yield return "metrics: certFile and keyFile go together";
        }

        var missing = new[] { ("certFile", CertFile), ("keyFile", KeyFile) }.Where(f => f.Item2 is not null && !File.Exists(f.Item2)).ToList();
        foreach (var (name, file) in missing)
        {
            yield return $"metrics.{name}: there is no file {file}";
        }

        if (missing.Count == 0 && CertFile is { } cert && KeyFile is { } key && ServingCertificate.Problem(cert, key) is { } problem)
        {
            yield return $"metrics.{problem}";
        }
    }
}
