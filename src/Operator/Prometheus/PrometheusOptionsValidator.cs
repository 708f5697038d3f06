using System.Text.RegularExpressions;
using Operator.Core;

namespace Operator.Prometheus;

/// <summary>Says what is wrong with the configured endpoints, each with its path and what would be right.</summary>
public static partial class PrometheusOptionsValidator
{
    // Framing belongs to HttpClient, Authorization to basicAuth and bearerTokenFile, which keep secrets out of the configuration.
    private static readonly string[] ReservedHeaders = ["Authorization", "Host", "Content-Length", "Content-Type", "Transfer-Encoding", "Connection"];

    // What the client itself sends with a query.
    private static readonly string[] ReservedParameters = ["query", "time", "start", "end", "step"];

    /// <summary>Checks all of it; reads no file and opens no connection.</summary>
    /// <param name="options">The configuration.</param>
    /// <returns>One sentence for each problem; empty when all is well.</returns>
    public static IReadOnlyList<string> Validate(PrometheusOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problems = new List<string>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < options.Sources.Count; i++)
        {
            var path = $"prometheus.sources[{i}]";
            if (!names.Add(options.Sources[i].Name))
            {
                problems.Add($"{path}.name: '{options.Sources[i].Name}' is used twice; each source needs a name of its own");
            }

            problems.AddRange(Validate(options.Sources[i], path));
        }

        return problems;
    }

    /// <summary>Checks one endpoint.</summary>
    /// <param name="source">The endpoint.</param>
    /// <param name="path">What the messages begin with.</param>
    /// <returns>One sentence for each problem.</returns>
    public static IEnumerable<string> Validate(PrometheusSourceOptions source, string path)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Naming(source, path)
            .Concat(Address(source, path))
            .Concat(Credentials(source, path))
            .Concat(Limits(source, path));
    }

    private static IEnumerable<string> Naming(PrometheusSourceOptions source, string path)
    {
        if (!KubernetesNames.IsLabel(source.Name))
        {
            yield return $"{path}.name: '{source.Name}' must be 1 to 63 lower-case letters, digits and dashes";
        }

        if (!MetricPattern().IsMatch(source.AlertsMetric))
        {
            yield return $"{path}.alertsMetric: '{source.AlertsMetric}' is not a metric name such as ALERTS";
        }

        foreach (var label in source.ReplicaLabels.Where(label => !LabelPattern().IsMatch(label)))
        {
            yield return $"{path}.replicaLabels: '{label}' is not a label name such as prometheus_replica";
        }

        if (source.ExternalURL is { } external && (!IsHttp(external, out var reached) || reached.UserInfo.Length > 0 || reached.Query.Length > 0 || reached.Fragment.Length > 0))
        {
            yield return $"{path}.externalURL: must be an absolute http or https URL without user, password and parameters, such as https://prometheus.example.com";
        }

        if (source.GrafanaURL is { } grafana && (!IsHttp(grafana, out var page) || page.UserInfo.Length > 0))
        {
            yield return $"{path}.grafanaURL: must be an absolute http or https URL without user and password, such as https://grafana.example.com/d/slo";
        }
    }

    private static IEnumerable<string> Address(PrometheusSourceOptions source, string path)
    {
        if (!IsHttp(source.Url, out var uri))
        {
            yield return $"{path}.url: must be an absolute http or https URL such as http://prometheus.monitoring:9090";
            yield break;
        }

        if (uri.UserInfo.Length > 0)
        {
            yield return $"{path}.url: must not contain a user or password; use basicAuth with a passwordFile";
        }

        if (uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            yield return $"{path}.url: must end with the path; put parameters into queryParameters";
        }

        if (source.ProxyUrl is { } proxy && (!IsHttp(proxy, out var proxyUri) || proxyUri.UserInfo.Length > 0))
        {
            yield return $"{path}.proxyUrl: must be an absolute http or https URL without user and password, such as http://proxy.example:3128";
        }

        if (source.Tls is not null && uri.Scheme is "http")
        {
            yield return $"{path}.tls: needs an https url";
        }

        foreach (var name in source.QueryParameters.Keys.Where(name => ReservedParameters.Contains(name, StringComparer.Ordinal)))
        {
            yield return $"{path}.queryParameters.{name}: is set by the operator itself; remove it";
        }
    }

    private static IEnumerable<string> Credentials(PrometheusSourceOptions source, string path)
    {
        foreach (var (name, value) in source.Headers)
        {
            if (!TokenPattern().IsMatch(name) || value.AsSpan().IndexOfAny("\r\n\0") >= 0)
            {
                yield return $"{path}.headers: '{name}' is not a header, or its value has a line break";
            }
            else if (ReservedHeaders.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                yield return $"{path}.headers.{name}: cannot be set here; credentials belong into basicAuth or bearerTokenFile";
            }
        }

        if (source.BasicAuth is not null && source.BearerTokenFile is not null)
        {
            yield return $"{path}: basicAuth and bearerTokenFile cannot both be set";
        }

        if (source.BasicAuth is { } basic && (basic.Username.Length == 0 || basic.Username.Contains(':', StringComparison.Ordinal) || basic.PasswordFile.Length == 0))
        {
            yield return $"{path}.basicAuth: needs username (without a colon) and passwordFile";
        }

        if (source.Tls is { } tls && (tls.CertFile is null) != (tls.KeyFile is null))
        {
            yield return $"{path}.tls: certFile and keyFile must be set together";
        }
    }

    private static IEnumerable<string> Limits(PrometheusSourceOptions source, string path)
    {
        if (source.Timeout < TimeSpan.FromMilliseconds(100) || source.Timeout > TimeSpan.FromMinutes(10))
        {
            yield return $"{path}.timeout: must be from 100ms to 10m";
        }

        if (source.Limits.PointsPerRequest is < 1000 or > 1_000_000_000)
        {
            yield return $"{path}.limits.pointsPerRequest: must be from 1000 to 1000000000";
        }

        if (source.Limits.SamplesPerCollection < 1_000_000)
        {
            yield return $"{path}.limits.samplesPerCollection: must be at least 1000000";
        }

        if (source.Limits.TimePerCollection < TimeSpan.FromSeconds(1) || source.Limits.TimePerCollection > TimeSpan.FromHours(1))
        {
            yield return $"{path}.limits.timePerCollection: must be from 1s to 1h";
        }

        if (ReservedParameters.Contains(source.Limits.TimeoutParameter, StringComparer.Ordinal))
        {
            yield return $"{path}.limits.timeoutParameter: '{source.Limits.TimeoutParameter}' is set by the operator itself; use timeout, or nothing";
        }

        if (source.MaxSeries is < 1 or > 1_000_000)
        {
            yield return $"{path}.maxSeries: must be from 1 to 1000000";
        }

        if (source.MaxAlertSeries is < 1 or > 100_000)
        {
            yield return $"{path}.maxAlertSeries: must be from 1 to 100000";
        }

        if (source.MaxSamples is < 1 or > 50_000_000)
        {
            yield return $"{path}.maxSamples: must be from 1 to 50000000";
        }

        if (source.MaxResponseBytes is < 1024 or > 1L << 30)
        {
            yield return $"{path}.maxResponseBytes: must be from 1 KiB to 1 GiB";
        }
    }

    private static bool IsHttp(string text, out Uri uri) =>
        Uri.TryCreate(text, UriKind.Absolute, out uri!) && uri.Scheme is "http" or "https" && uri.Host.Length > 0;

    [GeneratedRegex("^[a-zA-Z_:][a-zA-Z0-9_:]*\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MetricPattern();

    [GeneratedRegex("^[a-zA-Z_][a-zA-Z0-9_]*\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LabelPattern();

    [GeneratedRegex("^[!#$%&'*+.^_`|~0-9A-Za-z-]+\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TokenPattern();
}
