using Microsoft.Extensions.Logging;
using Operator.Runtime.Client;
using Operator.Runtime.Controllers;
using Operator.Runtime.Tests.Support;

namespace Operator.Runtime.Tests.Controllers;

/// <summary>The loops of a controller go on whatever others send them, and take the process with them when they break.</summary>
public sealed class LoopTests : IDisposable
{
    private static readonly ResourceType Things = new("example.org", "v1", "Thing", "things");

    private readonly VirtualTime _time = new();
    private readonly SimulationContext _simulation;
    private readonly ScriptedTransport _things = new();
    private readonly ScriptedTransport _children = new();
    private readonly CancellationTokenSource _stop = new();
    private Controller? _controller;
    private Task? _running;

    public LoopTests() => _simulation = new SimulationContext(_time, new Random(1));

    public static TheoryData<TimeSpan> HugeDelays => [TimeSpan.FromSeconds(5_000_000), TimeSpan.FromDays(365 * 7973), TimeSpan.MaxValue];

    [Theory]
    [MemberData(nameof(HugeDelays))]
    public void A_delay_from_outside_is_fifteen_minutes_at_most(TimeSpan delay)
    {
        var at = new List<TimeSpan>();
        Start(new DelegateReconciler((_, _, _) =>
        {
            at.Add(_time.Elapsed);
            throw new ReconcileException("Busy", "m", retryAfter: delay);
        }));
        _things.Send("ADDED", "a", 11);

        Until(() => at.Count == 4);

        Assert.All(at.Zip(at.Skip(1), (a, b) => b - a), gap => Assert.Equal(15, gap.TotalMinutes, 0.1));
        Assert.False(_running!.IsCompleted);
    }

    [Fact]
    public void A_delay_of_nothing_from_outside_does_not_make_a_hot_loop()
    {
        var reconciler = new DelegateReconciler((_, _, _) => throw new ReconcileException("Busy", "m", retryAfter: TimeSpan.Zero));
        Start(reconciler);
        _things.Send("ADDED", "a", 11);

        _simulation.RunUntil(() => reconciler.Calls.Count > 100, _time.Elapsed + TimeSpan.FromMinutes(10));

        Assert.InRange(reconciler.Calls.Count, 2, 12);
    }

    [Fact]
    public void A_look_that_is_further_away_than_a_timer_counts_comes_when_it_is_due()
    {
        var at = new List<TimeSpan>();
        _things.List = $$"""{"metadata":{"resourceVersion":"11"},"items":[{{ScriptedTransport.Object("a", 11)}}]}""";
        Start(new DelegateReconciler((_, _, _) =>
        {
            at.Add(_time.Elapsed);
            return Task.FromResult(ReconcileResult.After(TimeSpan.FromDays(400)));
        }), resync: TimeSpan.FromDays(44));

        _simulation.RunUntil(() => at.Count > 50, TimeSpan.FromDays(39));
        Assert.Single(at);
        _things.Send("MODIFIED", "a", 12, generation: 2);
        Until(() => at.Count == 2);
    }

    [Fact]
    public void A_fault_of_one_worker_ends_the_process()
    {
        Start(new DelegateReconciler(), new ThrowingLoggers("Reconciled"));
        _things.Send("ADDED", "a", 11);

        Until(() => _running!.IsCompleted);

        Assert.IsType<NotSupportedException>(_running!.Exception!.InnerException);
    }

    [Fact]
    public void A_fault_of_one_watch_ends_the_process_though_the_other_goes_on()
    {
        Start(new DelegateReconciler());
        _children.Failure = _ => new NotSupportedException("a defect");
        _children.Send("not JSON");

        Until(() => _running!.IsCompleted);

        Assert.IsType<NotSupportedException>(_running!.Exception!.InnerException);
    }

    public void Dispose() => _stop.Dispose();

    private void Start(IReconciler reconciler, ILoggerFactory? loggers = null, TimeSpan? resync = null)
    {
        var definition = new ControllerDefinition
        {
            Name = "test",
            Resource = Things,
            Owned = [new OwnedResource(ResourceType.ConfigMap, "managed=yes")],
            Options = new ControllerOptions { ResyncPeriod = resync ?? TimeSpan.FromHours(10) },
        };
        var services = new RuntimeServices(client: null!)
        {
            Time = _time,
            Jitter = new Jitter(new Random(2)),
            Loggers = loggers ?? Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance,
        };
        _controller = new Controller(definition, reconciler, services, elector: null, type => type == Things ? _things : _children);
        _simulation.Post(_ => _running = new ControllerManager([_controller], services).RunAsync(_stop.Token), null);
        Until(() => _running is not null && _children.Queries.Count > 1);
    }

    private void Until(Func<bool> condition) =>
        Assert.True(_simulation.RunUntil(condition, _time.Elapsed + TimeSpan.FromDays(3)), "it did not happen within three days");

    /// <summary>A log that fails at a message, as a full disk may make it.</summary>
    private sealed class ThrowingLoggers(string message) : ILoggerFactory, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (formatter(state, exception).StartsWith(message, StringComparison.Ordinal))
            {
                throw new NotSupportedException("This log is full.");
            }
        }

        public void Dispose()
        {
        }
    }
}
