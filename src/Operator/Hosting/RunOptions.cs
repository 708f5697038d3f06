using Operator.Core;
using Operator.Manifests;
using Operator.Metrics;

namespace Operator.Hosting;

/// <summary>How the operator runs: what it watches, how fast, and who may act.</summary>
public sealed class RunOptions
{
    /// <summary>Path of a kubeconfig. Default: the pod's service account, else the files of KUBECONFIG, else ~/.kube/config.</summary>
    public string? Kubeconfig { get; set; }

    /// <summary>Namespaces to watch; an empty name is none. Default: all.</summary>
    public IList<string> Namespaces { get; set; } = [];

    /// <summary>Resources that are worked on at the same time. Default: 4; from 1 to 100.</summary>
    public int Workers { get; set; } = 4;

    /// <summary>Whether one of several replicas is elected to act. Default: yes in a cluster, no elsewhere.</summary>
    public bool? LeaderElection { get; set; }

    /// <summary>Namespace of the lease. Default: the pod's, else default.</summary>
    public string? LeaseNamespace { get; set; }

    /// <summary>Name of the lease. Installations that share a namespace need names of their own, or only one of them acts. Default: postmortem-operator.</summary>
    public string LeaseName { get; set; } = "postmortem-operator";

    /// <summary>Requests per second to the API server; -1 for no limit, so that the API server alone decides. Default: -1.</summary>
    public double KubeApiQps { get; set; } = -1;

    /// <summary>Requests that may be sent at once after a quiet time, where there is a limit. Default: 300.</summary>
    public int KubeApiBurst { get; set; } = 300;

    /// <summary>Address of /healthz and /readyz: IP:PORT, or :PORT for every address of IPv4 and IPv6. Default: :8081.</summary>
    public string HealthAddress { get; set; } = ":8081";

    /// <summary>Where and how /metrics is served.</summary>
    public MetricsOptions Metrics { get; set; } = new();

    /// <summary>Where spans are sent.</summary>
    public TracingOptions Tracing { get; set; } = new();

    /// <summary>json or text. Default: text on a terminal, else json.</summary>
    public string? LogFormat { get; set; }

    /// <summary>The least that is logged: debug, info, warning or error. Default: info.</summary>
    public string? LogLevel { get; set; }

    /// <summary>How often every resource is looked at though nothing changed, give or take 10 %. Default: 10 h; at least 1 min.</summary>
    public TimeSpan ResyncPeriod { get; set; } = TimeSpan.FromHours(10);

    /// <summary>Says what is wrong, each with its name and what would be right.</summary>
    /// <returns>One sentence for each problem; empty when all is well.</returns>
    public IReadOnlyList<string> Validate() => [.. Problems()];

    private IEnumerable<string> Problems()
    {
        if (Workers is < 1 or > 100)
        {
            yield return $"workers: {Workers} must be from 1 to 100";
        }

        // None of them is what a variable without a value says: all namespaces.
        foreach (var (field, name) in Namespaces.Select((n, i) => ($"namespaces[{i}]", n)).Append(("leaseNamespace", LeaseNamespace ?? "")).Where(n => n.Item2.Length > 0 && !KubernetesNames.IsLabel(n.Item2)))
        {
            yield return $"{field}: {Quote.Text(name)} is not the name of a namespace, which has at most 63 lower-case letters, digits and dashes";
        }

        if (!KubernetesNames.IsSubdomain(LeaseName))
        {
            yield return $"leaseName: {Quote.Text(LeaseName)} must be lower-case letters, digits, dashes and dots";
        }

        if (KubeApiQps is not -1 and not > 0)
        {
            yield return $"kubeApiQps: {KubeApiQps} must be above 0, or -1 for no limit";
        }

        if (KubeApiBurst < 1)
        {
            yield return $"kubeApiBurst: {KubeApiBurst} must be at least 1";
        }

        if (ListenAddress.Parse(HealthAddress) is null)
        {
            yield return $"healthAddress: '{HealthAddress}' must be :PORT, or an IP address and a port such as 127.0.0.1:8081";
        }

        if (Metrics.Address is { } metrics && ListenAddress.Parse(metrics) is null)
        {
            yield return $"metrics.address: '{metrics}' must be :PORT, or an IP address and a port such as 127.0.0.1:8080";
        }

        foreach (var problem in Metrics.Problems().Concat(Tracing.Problems()))
        {
            yield return problem;
        }

        if (LogFormat is not null and not "json" and not "text")
        {
            yield return $"logFormat: '{LogFormat}' must be json or text";
        }

        if (LogLevel is not null && OperatorLogging.Level(LogLevel) is null)
        {
            yield return $"logLevel: '{LogLevel}' must be debug, info, warning or error";
        }

        if (ResyncPeriod < TimeSpan.FromMinutes(1))
        {
            yield return "resyncPeriod: must be at least 1m";
        }

        if (Kubeconfig is { } file && !File.Exists(file))
        {
            yield return $"kubeconfig: there is no file {file}";
        }
    }
}
