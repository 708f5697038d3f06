using Operator.Runtime.Client;
using Operator.Runtime.Controllers;
using Operator.Runtime.Diagnostics;
using Operator.Runtime.Tests.Support;
using Prometheus;

namespace Operator.Runtime.Tests.Controllers;

/// <summary>A list of namespaces, of which some cannot be read.</summary>
public sealed class NamespaceTests : IDisposable
{
    private static readonly ResourceType Things = new("example.org", "v1", "Thing", "things");

    private readonly VirtualTime _time = new();
    private readonly SimulationContext _simulation;
    private readonly Dictionary<string, ScriptedTransport> _things = Transports(withObject: true);
    private readonly Dictionary<string, ScriptedTransport> _children = Transports(withObject: false);
    private readonly CollectorRegistry _registry = Prometheus.Metrics.NewCustomRegistry();
    private readonly CancellationTokenSource _stop = new();
    private readonly DelegateReconciler _reconciler = new();
    private Controller? _controller;
    private Task? _running;

    public NamespaceTests() => _simulation = new SimulationContext(_time, new Random(1));

    /// <summary>Deleting a namespace deletes the rights in it: after a restart its lists are refused for good.</summary>
    [Theory]
    [InlineData(403, "Forbidden")]
    [InlineData(404, "NotFound")]
    public void A_namespace_that_is_refused_does_not_keep_the_others_waiting(int code, string reason)
    {
        Refuse("b", code, reason);

        Start("a", "b", "c");
        Until(() => _reconciler.Calls.Count == 2);

        Assert.Equal(["a", "c"], _reconciler.Names.Order(StringComparer.Ordinal));
        Assert.InRange(_time.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Empty(_controller!.FindMissingLists());
        Assert.Equal(2, _controller.FindUnwatched().Count());
        Assert.Contains(_controller.FindUnwatched(), p => p.StartsWith("things.example.org in b is not watched: ", StringComparison.Ordinal) && p.Contains($"{code} {reason}: no rights", StringComparison.Ordinal));
        Assert.Equal(0, Up("b"));
        Assert.Equal(1, Up("a"));
    }

    [Fact]
    public void It_joins_when_it_can_be_read()
    {
        Refuse("b", 403, "Forbidden");
        Start("a", "b");
        Until(() => _reconciler.Calls.Count == 1);
        _simulation.RunUntil(() => false, _time.Elapsed + TimeSpan.FromHours(5));
        Assert.False(_running!.IsCompleted);

        _things["b"].Failure = _children["b"].Failure = _ => null;
        var start = _time.Elapsed;
        Until(() => _reconciler.Calls.Count == 2);

        Assert.Equal("b", _reconciler.Names.Last());
        Assert.InRange(_time.Elapsed - start, TimeSpan.Zero, TimeSpan.FromSeconds(35));
        Until(() => !_controller!.FindUnwatched().Any());
        Until(() => Up("b") == 1);
    }

    [Fact]
    public void One_that_does_not_answer_is_waited_for_as_long_as_a_start_may_take()
    {
        _things["b"].Failure = _ => new KubeApiException("LIST", 503, "ServiceUnavailable", "overloaded");
        Start("a", "b");
        Until(() => _reconciler.Calls.Count == 1);

        Assert.InRange(_time.Elapsed.TotalMinutes, 2, 2.1);
        Assert.False(_running!.IsCompleted);
        Assert.Contains("503", Assert.Single(_controller!.FindUnwatched()));
    }

    [Fact]
    public void Nothing_starts_while_no_namespace_was_read_as_a_whole()
    {
        Refuse("b", 403, "Forbidden");
        _children["a"].Failure = _ => new KubeApiException("LIST", 403, "Forbidden", "no rights");
        Start("a", "b");

        Assert.Equal(3, _controller!.FindMissingLists().Count());
        Assert.Empty(_controller.FindUnwatched());
        Until(() => _running!.IsCompleted);

        Assert.Empty(_reconciler.Calls);
        Assert.Contains("403 Forbidden: no rights", Assert.IsType<TimeoutException>(_running!.Exception!.InnerException).Message);
    }

    [Fact]
    public void One_whose_rights_are_taken_away_later_is_told()
    {
        Start("a", "b");
        Until(() => _reconciler.Calls.Count == 2);
        Assert.Empty(_controller!.FindUnwatched());

        Refuse("b", 403, "Forbidden");
        _things["b"].Send("""{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old"}}""");

        Until(() => _controller.FindUnwatched().Any());
        Assert.Empty(_controller.FindMissingLists());
        Assert.Equal(0, Up("b"));
    }

    public void Dispose() => _stop.Dispose();

    private static Dictionary<string, ScriptedTransport> Transports(bool withObject) => new[] { "a", "b", "c" }.ToDictionary(
        ns => ns,
        ns => new ScriptedTransport
        {
            List = withObject ? $$$"""{"metadata":{"resourceVersion":"10"},"items":[{"metadata":{"name":"{{{ns}}}","namespace":"{{{ns}}}","resourceVersion":"5"}}]}""" : """{"metadata":{"resourceVersion":"10"},"items":[]}""",
        },
        StringComparer.Ordinal);

    private void Refuse(string ns, int code, string reason) =>
        _things[ns].Failure = _children[ns].Failure = _ => new KubeApiException("LIST", code, reason, "no rights");

    private double Up(string ns)
    {
        using var page = new MemoryStream();
        _registry.CollectAndExportAsTextAsync(page).GetAwaiter().GetResult();
        var line = System.Text.Encoding.UTF8.GetString(page.ToArray()).Split('\n').Single(l => l.StartsWith($"operator_runtime_watch_up{{controller=\"test\",resource=\"things.example.org\",watched_namespace=\"{ns}\"}} ", StringComparison.Ordinal));
        return double.Parse(line.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture);
    }

    private void Start(params string[] namespaces)
    {
        var services = new RuntimeServices(client: null!) { Time = _time, Jitter = new Jitter(new Random(2)), Metrics = new RuntimeMetrics(_registry) };
        var definition = new ControllerDefinition
        {
            Name = "test",
            Resource = Things,
            Namespaces = namespaces,
            Owned = [new OwnedResource(ResourceType.ConfigMap, "managed=yes")],
        };
        _controller = new Controller(definition, _reconciler, services, elector: null, type => new NamespacedTransport(type == Things ? _things : _children));
        _simulation.Post(_ => _running = new ControllerManager([_controller], services).RunAsync(_stop.Token), null);
        Until(() => _running is not null && namespaces.All(ns => _children[ns].Queries.Count > 0));
    }

    private void Until(Func<bool> condition) =>
        Assert.True(_simulation.RunUntil(condition, _time.Elapsed + TimeSpan.FromHours(1)), "it did not happen within an hour");

    private sealed class NamespacedTransport(Dictionary<string, ScriptedTransport> scripts) : Runtime.Watching.IListWatchTransport
    {
        public Task<Stream> OpenAsync(string? ns, ListQuery query, CancellationToken cancellationToken) => scripts[ns!].OpenAsync(ns, query, cancellationToken);
    }
}
