using Operator.Runtime.Client;
using Operator.Runtime.Controllers;
using Operator.Runtime.Tests.Support;
using Operator.Runtime.Watching;

namespace Operator.Runtime.Tests.Chaos;

/// <summary>One run of a controller against a faulty server, repeatable by its seed.</summary>
internal sealed class ChaosRun
{
    private const int Mutations = 60;
    private static readonly TimeSpan Limit = TimeSpan.FromHours(40);

    private readonly VirtualTime _time = new();
    private readonly Random _random;
    private readonly ChaosServer _server;
    private readonly ChaosTransport _transport;
    private readonly ChaosReconciler _reconciler;
    private readonly SimulationContext _simulation;

    // An object that came and went while no watch was open is told of by nobody; a reconcile may have met it by chance.
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    public ChaosRun(int seed)
    {
        _random = new Random(seed);
        _server = new ChaosServer(_random);
        _transport = new ChaosTransport(_server, _random, _time);
        _reconciler = new ChaosReconciler(_server, _random, _time);
        _simulation = new SimulationContext(_time, _random);
    }

    public ChaosReconciler Reconciler => _reconciler;

    public ChaosTransport Transport => _transport;

    /// <summary>What distinguishes this run from another: equal for equal seeds.</summary>
    public string Trace => $"{_simulation.Steps} {_time.Elapsed.Ticks} {_server.Version} {_reconciler.Reconciles} {string.Join(",", _transport.Faults)}";

    public void Execute() => _simulation.Run(ExecuteAsync, Limit + Limit);

    private async Task ExecuteAsync()
    {
        var services = new RuntimeServices(client: null!) { Time = _time, Jitter = new Jitter(_random) };
        var definition = new ControllerDefinition
        {
            Name = "chaos",
            Resource = new ResourceType("example.org", "v1", "Thing", "things"),
            Namespaces = _random.Next(2) == 0 ? [] : ["left", "right"],
            TokenAnnotations = [ChaosServer.TokenAnnotation],
            Watching = new ReflectorOptions { PageSize = _random.Next(1, 4) },

            // Neither a resync nor a patient start may hide a lost event.
            Options = new ControllerOptions { Workers = 3, ResyncPeriod = TimeSpan.FromDays(40), CacheSyncTimeout = TimeSpan.FromDays(40) },
        };
        using var controller = new Controller(definition, _reconciler, services, elector: null, _ => _transport);
        controller.Store.Subscribe(change => _told.Add(change.Current.Uid));
        using var stop = new CancellationTokenSource();
        var running = new ControllerManager([controller], services).RunAsync(stop.Token);
        await MutateAsync();
        _transport.IsFaulty = false;
        _reconciler.IsFaulty = false;
        await UntilAsync(() => running.IsCompleted || IsSettled(controller.Store));
        Assert.False(running.IsCompleted, "The controller ended by itself.");
        stop.Cancel();
        await running;
    }

    private async Task MutateAsync()
    {
        for (var i = 0; i < Mutations; i++)
        {
            _server.Mutate();
            if (_random.Next(10) == 0)
            {
                _server.Compact();
            }

            // Bursts, and pauses in which time-outs and back-offs run out.
            var pause = _random.Next(5) == 0 ? TimeSpan.FromSeconds(_random.Next(1, 400)) : TimeSpan.FromMilliseconds(_random.Next(0, 500));
            await Task.Delay(pause, _time);
        }
    }

    private async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            Assert.True(_time.Elapsed < Limit, $"The world did not settle. {Describe()}");
            await Task.Delay(TimeSpan.FromSeconds(20), _time);
        }
    }

    private bool IsSettled(ObjectStore store) =>
        store.Count == _server.Objects.Count
        && _server.Objects.Values.All(o => store.Find(o.Key) is { } known
            && known.Uid == o.Uid.ToString()
            && known.ResourceVersion == $"{o.Version}"
            && known.Generation == o.Generation
            && known.IsDeleting == o.IsDeleting)
        && _server.Known.All(key => !_reconciler.Seen.TryGetValue(key, out var seen)
            ? !_server.Objects.ContainsKey(key)
            : seen == _server.Expected(key) || (seen is { } gone && !_server.Objects.ContainsKey(key) && !_told.Contains(gone.Uid.ToString())));

    private string Describe() => string.Join("; ", _server.Known.Select(key =>
        $"{key}: {(_server.Objects.TryGetValue(key, out var o) ? $"intent {o.Intent}" : "gone")}, seen {_reconciler.Seen.GetValueOrDefault(key)}"));
}
