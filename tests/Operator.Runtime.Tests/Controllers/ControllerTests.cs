using Operator.Runtime.Client;
using Operator.Runtime.Controllers;
using Operator.Runtime.Tests.Support;

namespace Operator.Runtime.Tests.Controllers;

public sealed class ControllerTests : IDisposable
{
    private static readonly ResourceType Things = new("example.org", "v1", "Thing", "things");

    private readonly VirtualTime _time = new();
    private readonly SimulationContext _simulation;
    private readonly ScriptedTransport _things = new();
    private readonly ScriptedTransport _children = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly RuntimeServices _services;
    private Controller? _controller;
    private Task? _running;

    public ControllerTests()
    {
        _simulation = new SimulationContext(_time, new Random(1));
        _services = new RuntimeServices(client: null!) { Time = _time, Jitter = new Jitter(new Random(2)) };
    }

    [Fact]
    public void The_initial_list_is_reconciled_behind_peoples_changes()
    {
        var reconciler = new DelegateReconciler(async (_, _, token) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1), _time, token);
            return ReconcileResult.Done;
        });
        _things.List = $$$"""{"metadata":{"resourceVersion":"10"},"items":[{{{ScriptedTransport.Object("a", 1)}}},{{{ScriptedTransport.Object("b", 2)}}},{{{ScriptedTransport.Object("c", 3)}}}]}""";
        Start(reconciler, workers: 1);
        _things.Send("MODIFIED", "c", 11, generation: 2);

        Until(() => reconciler.Calls.Count == 3);

        Assert.Equal(["a", "c", "b"], reconciler.Names);
    }

    [Fact]
    public void A_status_write_of_our_own_is_no_reason_to_reconcile()
    {
        var reconciler = new DelegateReconciler();
        Start(reconciler);
        _things.Send("ADDED", "a", 11);
        Until(() => reconciler.Calls.Count == 1);

        _things.Send("MODIFIED", "a", 12);
        _things.Send("ADDED", "marker", 13);
        Until(() => reconciler.Names.Contains("marker"));

        Assert.Equal(["a", "marker"], reconciler.Names);
    }

    [Theory]
    [InlineData(",\"annotations\":{\"example.org/token\":\"1\"}")]
    [InlineData(",\"deletionTimestamp\":\"2025-01-01T00:00:00Z\"")]
    [InlineData(",\"finalizers\":[\"f\"]")]
    public void A_change_of_intent_is_a_reason_to_reconcile(string more)
    {
        var reconciler = new DelegateReconciler();
        Start(reconciler);
        _things.Send("ADDED", "a", 11);
        Until(() => reconciler.Calls.Count == 1);

        _things.Send("MODIFIED", "a", 12, more: more);

        Until(() => reconciler.Calls.Count == 2);
    }

    [Fact]
    public void A_deleted_object_is_reconciled_and_then_unknown()
    {
        var reconciler = new DelegateReconciler();
        Start(reconciler);
        _things.Send("ADDED", "a", 11);
        Until(() => reconciler.Calls.Count == 1);

        _things.Send("DELETED", "a", 12);

        Until(() => reconciler.Calls.Count == 2);
        Assert.Null(_controller!.Store.Find(new ObjectKey("ns", "a")));
    }

    [Theory]
    [InlineData("MODIFIED")]
    [InlineData("DELETED")]
    public void An_owned_object_changed_by_hand_brings_its_owner_back(string type)
    {
        var reconciler = new DelegateReconciler();
        Start(reconciler);
        _children.Send("ADDED", "child", 11, more: Owner("a"));
        Until(() => reconciler.Calls.Count == 1);

        _children.Send(type, "child", 12, more: Owner("a"));

        Until(() => reconciler.Calls.Count == 2);
        Assert.Equal(["a", "a"], reconciler.Names);
    }

    [Fact]
    public void An_owned_object_that_is_disowned_brings_its_former_owner_back()
    {
        var reconciler = new DelegateReconciler();
        Start(reconciler);
        _children.Send("ADDED", "child", 11, more: Owner("a"));
        _children.Send("MODIFIED", "child", 12, more: Owner("b"));

        Until(() => reconciler.Calls.Count == 3 || reconciler.Names.Distinct().Count() == 2);

        Assert.Contains("a", reconciler.Names);
        Assert.Contains("b", reconciler.Names);
    }

    [Fact]
    public void The_echo_of_an_announced_write_does_not_bring_the_owner_back()
    {
        var reconciler = new DelegateReconciler((_, context, _) =>
        {
            using var write = context.BeginWrite(ResourceType.ConfigMap, new ObjectKey("ns", "child"));
            write!.Complete("11");
            return Task.FromResult(ReconcileResult.Done);
        });
        Start(reconciler);
        _things.Send("ADDED", "a", 11);
        Until(() => reconciler.Calls.Count == 1);

        _children.Send("ADDED", "child", 11, more: Owner("a"));
        _children.Send("ADDED", "marker", 12, more: Owner("marker"));
        Until(() => reconciler.Names.Contains("marker"));

        Assert.Equal(["a", "marker"], reconciler.Names);
    }

    [Fact]
    public void What_follows_depends_on_the_outcome()
    {
        var outcomes = new Queue<Func<ReconcileResult>>(
        [
            () => throw new InvalidOperationException("a defect"),
            () => throw new ReconcileException("Away", "m"),
            () => ReconcileResult.Failed(new ReconcileException("Away", "m")),
            () => throw new ReconcileException("Busy", "m", retryAfter: TimeSpan.FromSeconds(42)),
            () => throw new KubeApiException("GET", 429, "TooManyRequests", "m", TimeSpan.FromSeconds(17)),
            () => ReconcileResult.After(TimeSpan.FromMinutes(5)),
            () => throw new ReconcileException("Away", "m"),
            () => throw new ReconcileException("Invalid", "m", isTerminal: true),
        ]);
        var at = new List<double>();
        var reconciler = new DelegateReconciler((_, _, _) =>
        {
            at.Add(_time.Elapsed.TotalSeconds);
            return Task.FromResult(outcomes.TryDequeue(out var next) ? next() : ReconcileResult.Done);
        });
        Start(reconciler);
        _things.Send("ADDED", "a", 11);

        Until(() => outcomes.Count == 0);
        var gaps = at.Zip(at.Skip(1), (a, b) => b - a).ToArray();

        // 750 ms, 1.5 s, 3 s give or take 10 %; what the failure says; what the server says; the interval; from the start again.
        double[] expected = [0.75, 1.5, 3, 42, 17, 300, 0.75];
        Assert.All(gaps.Zip(expected), gap => Assert.InRange(gap.First, gap.Second * 0.899, (gap.Second * 1.101) + 0.002));

        // Terminal: never again by itself.
        _simulation.RunUntil(() => false, _time.Elapsed + TimeSpan.FromHours(2));
        Assert.Equal(8, reconciler.Calls.Count);
        Assert.Equal([0, 1, 2, 3, 4, 5, 0, 1], reconciler.Calls.Select(c => c.Context.Failures));
    }

    [Fact]
    public void A_reconcile_that_takes_too_long_is_cancelled_and_tried_again()
    {
        var reconciler = new DelegateReconciler(async (_, context, token) =>
        {
            await Task.Delay(context.Failures == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, _time, token);
            return ReconcileResult.Done;
        });
        Start(reconciler);
        _things.Send("ADDED", "a", 11);

        Until(() => reconciler.Calls.Count == 2);

        Assert.InRange(_time.Elapsed.TotalMinutes, 2, 2.1);
    }

    [Fact]
    public void Every_object_is_looked_at_again_after_about_ten_hours()
    {
        var reconciler = new DelegateReconciler();
        _things.List = $$"""{"metadata":{"resourceVersion":"11"},"items":[{{ScriptedTransport.Object("a", 11)}}]}""";
        Start(reconciler);

        Until(() => reconciler.Calls.Count == 4);

        Assert.InRange(_time.Elapsed.TotalHours, 27, 33);
    }

    [Fact]
    public void A_controller_that_cannot_list_ends_and_says_why()
    {
        _children.Failure = _ => new KubeApiException("LIST /api/v1/configmaps", 403, "Forbidden", "not allowed");
        Start(new DelegateReconciler());

        Assert.Single(_controller!.FindMissingLists(), p => p.StartsWith("list configmaps: ", StringComparison.Ordinal) && p.Contains("403 Forbidden", StringComparison.Ordinal));
        Until(() => _running!.IsCompleted);

        var failure = Assert.IsType<TimeoutException>(_running!.Exception!.InnerException);
        Assert.Contains("403 Forbidden: not allowed", failure.Message);
        Assert.Contains("configmaps", failure.Message);
        Assert.InRange(_time.Elapsed.TotalMinutes, 2, 2.1);
    }

    [Fact]
    public void A_shutdown_lets_reconciles_under_way_end()
    {
        var ended = false;
        var reconciler = new DelegateReconciler(async (_, _, token) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(20), _time, token);
            ended = true;
            return ReconcileResult.Done;
        });
        Start(reconciler);
        _things.Send("ADDED", "a", 11);
        Until(() => reconciler.Calls.Count == 1);

        _stop.Cancel();
        Until(() => _running!.IsCompleted);

        Assert.True(ended);
        Assert.True(_running!.IsCompletedSuccessfully);
    }

    [Fact]
    public void A_shutdown_cancels_what_does_not_end_within_the_drain_time()
    {
        var reconciler = new DelegateReconciler(async (_, _, token) =>
        {
            await Task.Delay(TimeSpan.FromMinutes(1.9), _time, token);
            return ReconcileResult.Done;
        });
        Start(reconciler);
        _things.Send("ADDED", "a", 11);
        Until(() => reconciler.Calls.Count == 1);
        var start = _time.Elapsed;

        _stop.Cancel();
        Until(() => _running!.IsCompleted);

        Assert.Equal(30, (_time.Elapsed - start).TotalSeconds, 1);
        Assert.True(_running!.IsCompletedSuccessfully);
    }

    [Fact]
    public void Liveness_tells_a_stuck_reconciler()
    {
        var never = new TaskCompletionSource<ReconcileResult>();
        var reconciler = new DelegateReconciler((_, _, _) => never.Task);
        Start(reconciler);
        _things.Send("ADDED", "a", 11);
        Until(() => reconciler.Calls.Count == 1);
        Assert.Empty(_controller!.FindDeadLoops());

        _simulation.RunUntil(() => false, _time.Elapsed + TimeSpan.FromMinutes(5));

        Assert.StartsWith("workers test: ", Assert.Single(_controller.FindDeadLoops()));
        never.SetResult(ReconcileResult.Done);
    }

    [Fact]
    public void Liveness_tells_a_watch_whose_loop_is_stuck()
    {
        Start(new DelegateReconciler());
        _things.Answer = new TaskCompletionSource().Task;

        _simulation.RunUntil(() => false, _time.Elapsed + TimeSpan.FromMinutes(40));

        Assert.StartsWith("watch things.example.org: ", Assert.Single(_controller!.FindDeadLoops()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(401)]
    [InlineData(503)]
    public void Liveness_does_not_ask_whether_the_API_server_answers(int code)
    {
        Start(new DelegateReconciler());
        _things.Failure = _children.Failure = _ => new KubeApiException("WATCH", code, "Unreachable", "gone", TimeSpan.FromDays(1));

        for (var hour = 0; hour < 12; hour++)
        {
            _simulation.RunUntil(() => false, _time.Elapsed + TimeSpan.FromHours(1));
            Assert.Empty(_controller!.FindDeadLoops());
        }

        Assert.InRange(_things.Queries.Count, 12 * 3, 10_000);
    }

    public void Dispose() => _stop.Dispose();

    private static string Owner(string name) => $",\"ownerReferences\":[{{\"kind\":\"Thing\",\"name\":\"{name}\",\"controller\":true}}]";

    private void Start(IReconciler reconciler, int workers = 4)
    {
        var definition = new ControllerDefinition
        {
            Name = "test",
            Resource = Things,
            TokenAnnotations = ["example.org/token"],
            Owned = [new OwnedResource(ResourceType.ConfigMap, "managed=yes")],
            Options = new ControllerOptions { Workers = workers },
        };
        _controller = new Controller(definition, reconciler, _services, elector: null, type => type == Things ? _things : _children);
        _simulation.Post(_ => _running = new ControllerManager([_controller], _services).RunAsync(_stop.Token), null);
        Until(() => _running is not null && _children.Queries.Count > 0);
    }

    private void Until(Func<bool> condition) =>
        Assert.True(_simulation.RunUntil(condition, _time.Elapsed + TimeSpan.FromDays(3)), "it did not happen within three days");
}
