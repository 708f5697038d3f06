using Microsoft.Extensions.Logging.Abstractions;
using Operator.Runtime.Client;
using Operator.Runtime.Controllers;
using Operator.Runtime.Diagnostics;
using Operator.Runtime.Leases;
using Operator.Runtime.Tests.Leases;
using Operator.Runtime.Tests.Support;

namespace Operator.Runtime.Tests.Controllers;

public sealed class LeadershipTests : IDisposable
{
    private readonly VirtualTime _time = new();
    private readonly SimulationContext _simulation;
    private readonly SimulatedLease _lease;
    private readonly ScriptedTransport _things = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly RuntimeServices _services;
    private readonly LeaderElector _elector;
    private Task? _running;

    public LeadershipTests()
    {
        _simulation = new SimulationContext(_time, new Random(1));
        _lease = new SimulatedLease(new Random(2), _time);
        _services = new RuntimeServices(client: null!) { Time = _time, Jitter = new Jitter(new Random(3)) };
        _elector = new LeaderElector(_lease, new LeaderElectionOptions(), _time, _services.Jitter, RuntimeMetrics.None, NullLogger.Instance);
    }

    [Fact]
    public void A_standby_knows_the_world_and_does_not_act()
    {
        _lease.Put(new LeaseRecord("other", TimeSpan.FromHours(1), null, null, 0, ""));
        var reconciler = new DelegateReconciler();
        var controller = Start(reconciler);
        _things.Send("ADDED", "a", 11);

        Until(() => controller.Store.Count == 1 && !RuntimeHealth.FindMissingKnowledge([controller], _elector).Any());
        _simulation.RunUntil(() => false, TimeSpan.FromMinutes(10));

        Assert.Empty(reconciler.Calls);
        Assert.False(_elector.IsValid);
    }

    [Fact]
    public void Readiness_waits_until_it_is_known_who_leads()
    {
        _lease.IsAway = true;
        var controller = Start(new DelegateReconciler());
        _simulation.RunUntil(() => false, TimeSpan.FromSeconds(30));

        Assert.StartsWith("lease: ", Assert.Single(RuntimeHealth.FindMissingKnowledge([controller], _elector)));
    }

    [Fact]
    public void Liveness_does_not_ask_whether_the_lease_can_be_renewed()
    {
        _lease.IsAway = true;
        var controller = Start(new DelegateReconciler());

        _simulation.RunUntil(() => false, TimeSpan.FromHours(5));

        Assert.Empty(RuntimeHealth.FindDeadLoops([controller], _elector, events: null));
    }

    [Fact]
    public void Liveness_tells_a_lease_whose_loop_is_stuck()
    {
        _lease.Answer = new TaskCompletionSource().Task;
        var controller = Start(new DelegateReconciler());

        _simulation.RunUntil(() => false, TimeSpan.FromMinutes(5));

        Assert.StartsWith("lease: ", Assert.Single(RuntimeHealth.FindDeadLoops([controller], _elector, events: null)));
    }

    [Fact]
    public void A_lost_lease_cancels_reconciles_at_once_and_ends_with_a_failure()
    {
        var cancelledAt = TimeSpan.Zero;
        var reconciler = new DelegateReconciler(async (_, context, token) =>
        {
            try
            {
                await Task.Delay(TimeSpan.FromSeconds(100), _time, token);
            }
            catch (OperationCanceledException)
            {
                cancelledAt = _time.Elapsed;
                Assert.Throws<LeadershipLostException>(context.EnsureMayAct);
                throw;
            }

            return ReconcileResult.Done;
        });
        Start(reconciler);
        _things.Send("ADDED", "a", 11);
        Until(() => reconciler.Calls.Count == 1);
        var lostAt = _time.Elapsed;
        _lease.IsAway = true;

        Until(() => _running!.IsCompleted);

        Assert.IsType<LeadershipLostException>(_running!.Exception!.InnerException);
        Assert.InRange((cancelledAt - lostAt).TotalSeconds, 7, 13);
    }

    [Fact]
    public void A_shutdown_drains_first_and_then_releases_the_lease()
    {
        var wasHeldAtTheEnd = false;
        var reconciler = new DelegateReconciler(async (_, _, token) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(25), _time, token);
            wasHeldAtTheEnd = _elector.IsValid && _lease.Record!.Holder == _elector.Identity;
            return ReconcileResult.Done;
        });
        Start(reconciler);
        _things.Send("ADDED", "a", 11);
        Until(() => reconciler.Calls.Count == 1);

        _stop.Cancel();
        Until(() => _running!.IsCompleted);

        Assert.True(_running!.IsCompletedSuccessfully);
        Assert.True(wasHeldAtTheEnd);
        Assert.Equal("", _lease.Record!.Holder);
    }

    [Fact]
    public void A_shutdown_of_a_standby_ends_at_once()
    {
        _lease.Put(new LeaseRecord("other", TimeSpan.FromHours(1), null, null, 0, ""));
        Start(new DelegateReconciler());
        Until(() => _elector.KnownHolder == "other");
        var start = _time.Elapsed;

        _stop.Cancel();
        Until(() => _running!.IsCompleted);

        Assert.InRange((_time.Elapsed - start).TotalSeconds, 0, 1);
        Assert.Equal("other", _lease.Record!.Holder);
    }

    public void Dispose() => _stop.Dispose();

    private Controller Start(IReconciler reconciler)
    {
        var definition = new ControllerDefinition { Name = "test", Resource = new ResourceType("example.org", "v1", "Thing", "things") };
        var controller = new Controller(definition, reconciler, _services, _elector, _ => _things);
        _simulation.Post(_ => _running = new ControllerManager([controller], _services, _elector).RunAsync(_stop.Token), null);
        Until(() => _running is not null);
        return controller;
    }

    private void Until(Func<bool> condition) =>
        Assert.True(_simulation.RunUntil(condition, _time.Elapsed + TimeSpan.FromHours(1)), "it did not happen within an hour");
}
