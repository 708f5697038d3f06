using Operator.Tests.Evidence;
using Operator.Tests.Evidence.Alerts;
using Operator.Tests.TestData;

[assembly: AssemblyFixture(typeof(IncidentHistories))]

namespace Operator.Tests.Evidence;

/// <summary>One real Prometheus that holds the seed's incident and every simulated one; started when the first test asks for it.</summary>
public sealed class IncidentHistories : IAsyncDisposable
{
    private readonly Lazy<Task<PrometheusServer>> _server = new(StartAsync);

    public async Task<Uri> UrlAsync() => (await _server.Value).Url;

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
        {
            (await _server.Value).Dispose();
        }
    }

    private static Task<PrometheusServer> StartAsync()
    {
        var history = SeedIncidentHistory.AddTo(new MetricHistory());
        SimulatedIncidents.AddTo(history);
        SimulatedAlerts.AddTo(history);
        new AlertHistory(history).Series("up", [("job", "prometheus")], AlertHistory.Every((-40 * 86400, 2 * 86400, 300), _ => 1));
        return PrometheusServer.StartAsync(history);
    }
}
