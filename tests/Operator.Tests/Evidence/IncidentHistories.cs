using Operator.Tests.Evidence;
using Operator.Tests.TestData;

[assembly: AssemblyFixture(typeof(IncidentHistories))]

namespace Operator.Tests.Evidence;

/// <summary>One real Prometheus that holds the seed's incident and every simulated one.</summary>
public sealed class IncidentHistories : IAsyncLifetime
{
    private PrometheusServer? _server;

    public Uri Url => _server!.Url;

    public async ValueTask InitializeAsync()
    {
        var history = SeedIncidentHistory.AddTo(new MetricHistory());
        SimulatedIncidents.AddTo(history);
        _server = await PrometheusServer.StartAsync(history);
    }

    public ValueTask DisposeAsync()
    {
        _server?.Dispose();
        return ValueTask.CompletedTask;
    }
}
