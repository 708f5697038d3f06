using Operator.Tests.Evidence.Churn;
using Operator.Tests.TestData;

[assembly: AssemblyFixture(typeof(FleetHistories))]

namespace Operator.Tests.Evidence.Churn;

/// <summary>All simulated fleets in one server of each kind; each is started when the first test asks for it.</summary>
public sealed class FleetHistories : IAsyncDisposable
{
    private readonly Lazy<(MetricHistory History, SimulatedFleet[] Fleets)> _data = new(Simulate);
    private readonly Dictionary<MetricServer, Lazy<Task<PrometheusServer>>> _servers;

    public FleetHistories() => _servers = Enum.GetValues<MetricServer>().ToDictionary(k => k, k => new Lazy<Task<PrometheusServer>>(() => PrometheusServer.StartAsync(_data.Value.History, k)));

    internal SimulatedFleet Fleet(int seed) => _data.Value.Fleets[seed];

    public async Task<Uri> UrlAsync(MetricServer kind)
    {
        Assert.SkipUnless(ServerPrograms.Find(kind) is not null, $"{kind} is not here; ./tests/get-servers.sh fetches it where Debian's package servers can be reached");
        return (await _servers[kind].Value).Url;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.Values.Where(s => s.IsValueCreated))
        {
            (await server.Value).Dispose();
        }
    }

    private static (MetricHistory History, SimulatedFleet[] Fleets) Simulate()
    {
        var history = new MetricHistory();
        SimulatedBeginnings.AddTo(history);
        SimulatedRecords.AddTo(history);
        return (history, [.. Enumerable.Range(0, SimulatedFleet.Seeds).Select(seed => SimulatedFleet.Create(seed, history))]);
    }
}
