using Operator.Tests.Evidence.Alerts;
using Operator.Tests.Evidence.Field;
using Operator.Tests.TestData;

[assembly: AssemblyFixture(typeof(FieldHistories))]

namespace Operator.Tests.Evidence.Field;

/// <summary>All alerts and indicators of field cases in one server of each kind; each is started when the first test asks for it.</summary>
public sealed class FieldHistories : IAsyncDisposable
{
    private readonly Lazy<MetricHistory> _history = new(Simulate);
    private readonly Dictionary<MetricServer, Lazy<Task<PrometheusServer>>> _servers;

    public FieldHistories() => _servers = Enum.GetValues<MetricServer>().ToDictionary(k => k, k => new Lazy<Task<PrometheusServer>>(() => PrometheusServer.StartAsync(_history.Value, k)));

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

    private static MetricHistory Simulate()
    {
        var history = new MetricHistory();
        FieldIndicators.AddTo(history);
        FieldAlerts.AddTo(history);
        DisturbedIndicators.AddTo(history);
        ShortIncidents.AddTo(history);
        RecordedRatios.AddTo(history);
        Outages.AddTo(history);
        PodLives.AddTo(history);
        SilentPods.AddTo(history);
        ManySamples.AddTo(history);
        Bursts.AddTo(history);
        MixedIntervals.AddTo(history);
        FallPlaces.AddTo(history);
        return history;
    }
}
