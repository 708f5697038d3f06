using Operator.Tests.Architecture;

namespace Operator.Tests.TestData;

/// <summary>Where the programs of servers are. Newer ones than the distribution's own are fetched by tests/get-servers.sh.</summary>
public static class ServerPrograms
{
    /// <summary>The path of a server's program; null where it is not here.</summary>
    public static string? Find(MetricServer server)
    {
        var fetched = Environment.GetEnvironmentVariable("OPERATOR_TEST_SERVERS") ?? RepositoryRoot.File("artifacts", "servers");
        var path = server switch
        {
            MetricServer.Prometheus => "/usr/bin/prometheus",
            MetricServer.Prometheus3 => Path.Combine(fetched, "prometheus-3", "prometheus"),
            _ => Path.Combine(fetched, "victoria-metrics", "victoria-metrics"),
        };
        return File.Exists(path) ? path : null;
    }
}
