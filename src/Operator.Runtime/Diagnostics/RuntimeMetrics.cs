using System.Globalization;
using Prometheus;

namespace Operator.Runtime.Diagnostics;

/// <summary>The metrics of the runtime, under the names that dashboards for controllers already use (controller-runtime, client-go).</summary>
public sealed class RuntimeMetrics
{
    // The bounds of controller-runtime, so that its dashboards and alerts fit.
    private static readonly double[] ReconcileBuckets =
    [
        0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4, 4.5,
        5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 40, 50, 60,
    ];

    private readonly Counter _requests;
    private readonly Histogram _requestSeconds;
    private readonly Counter _reconciles;
    private readonly Counter _reconcileErrors;
    private readonly Counter _terminalErrors;
    private readonly Counter _panics;
    private readonly Counter _timeouts;
    private readonly Histogram _reconcileSeconds;
    private readonly Gauge _activeWorkers;
    private readonly Gauge _maxConcurrent;
    private readonly Gauge _leader;
    private readonly Counter _eventsDropped;
    private readonly Gauge _watchUp;
    private readonly QueueInstruments _queues;

    /// <summary>Creates the metrics.</summary>
    /// <param name="registry">Where they are collected.</param>
    public RuntimeMetrics(CollectorRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        var factory = Metrics.WithCustomRegistry(registry);
        string[] controller = ["controller"];
        _requests = factory.CreateCounter("rest_client_requests_total", "Requests to the API server by code, method and host.", ["code", "method", "host"]);
        _requestSeconds = factory.CreateHistogram("rest_client_request_duration_seconds", "Seconds to an answer's headers, by verb and host.", ["verb", "host"], Buckets(0.005, 0.025, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60));
        _reconciles = factory.CreateCounter("controller_runtime_reconcile_total", "Reconciles by controller and result.", ["controller", "result"]);
        _reconcileErrors = factory.CreateCounter("controller_runtime_reconcile_errors_total", "Reconciles that failed.", controller);
        _terminalErrors = factory.CreateCounter("controller_runtime_terminal_reconcile_errors_total", "Failures that are not retried.", controller);
        _panics = factory.CreateCounter("controller_runtime_reconcile_panics_total", "Reconciles that threw an unexpected exception.", controller);
        _timeouts = factory.CreateCounter("controller_runtime_reconcile_timeouts_total", "Reconciles that ran out of time.", controller);
        _reconcileSeconds = factory.CreateHistogram("controller_runtime_reconcile_time_seconds", "Seconds of one reconcile.", controller, Buckets(ReconcileBuckets));
        _activeWorkers = factory.CreateGauge("controller_runtime_active_workers", "Workers that reconcile right now.", controller);
        _maxConcurrent = factory.CreateGauge("controller_runtime_max_concurrent_reconciles", "Workers of the controller.", controller);
        _leader = factory.CreateGauge("leader_election_master_status", "1 while this process holds the lease.", ["name"]);
        _eventsDropped = factory.CreateCounter("operator_runtime_events_dropped_total", "Kubernetes events that were not sent.");
        _watchUp = factory.CreateGauge("operator_runtime_watch_up", "1 while a resource is watched in a namespace, 0 while its list or watch fails; no namespace means all.", ["controller", "resource", "watched_namespace"]);
        _queues = new QueueInstruments(factory);
        registry.AddBeforeCollectCallback(_queues.Observe);
    }

    /// <summary>Metrics that nobody collects.</summary>
    public static RuntimeMetrics None { get; } = new(Metrics.NewCustomRegistry());

    internal static HistogramConfiguration Buckets(params double[] bounds) => new() { Buckets = bounds };

    internal QueueMetrics AddQueue(string name, IQueueGauges queue) => _queues.Add(name, queue);

    /// <summary>Shows a watch as failing until its list was read; the result is told whether it works.</summary>
    internal Action<bool> AddWatch(string controller, string resource, string ns)
    {
        var series = _watchUp.WithLabels(controller, resource, ns);
        series.Set(0);
        return isUp => series.Set(isUp ? 1 : 0);
    }

    internal void RecordRequest(string verb, string host, int code, TimeSpan elapsed)
    {
        _requests.WithLabels(code == 0 ? "<error>" : code.ToString(CultureInfo.InvariantCulture), verb, host).Inc();
        _requestSeconds.WithLabels(verb, host).Observe(elapsed.TotalSeconds);
    }

    // controller-runtime names the lease without its namespace.
    internal void RecordLeadership(string lease, bool leading) => _leader.WithLabels(lease[(lease.IndexOf('/', StringComparison.Ordinal) + 1)..]).Set(leading ? 1 : 0);

    internal void RecordDroppedEvent() => _eventsDropped.Inc();

    /// <summary>Shows every series of a controller at zero, so that a rate over them is right from the first event on.</summary>
    internal void InitializeController(string controller, int workers)
    {
        foreach (var outcome in Enum.GetValues<ReconcileOutcome>())
        {
            _reconciles.WithLabels(controller, Result(outcome));
        }

        foreach (var counter in new[] { _reconcileErrors, _terminalErrors, _panics, _timeouts })
        {
            counter.WithLabels(controller);
        }

        _reconcileSeconds.WithLabels(controller);
        _activeWorkers.WithLabels(controller);
        _maxConcurrent.WithLabels(controller).Set(workers);
    }

    internal void ReconcileStarted(string controller) => _activeWorkers.WithLabels(controller).Inc();

    internal void ReconcileEnded(string controller, ReconcileOutcome outcome, TimeSpan elapsed)
    {
        _activeWorkers.WithLabels(controller).Dec();
        _reconciles.WithLabels(controller, Result(outcome)).Inc();
        _reconcileSeconds.WithLabels(controller).Observe(elapsed.TotalSeconds);
        if (outcome is ReconcileOutcome.Success or ReconcileOutcome.RequeueAfter)
        {
            return;
        }

        _reconcileErrors.WithLabels(controller).Inc();
        var special = outcome switch
        {
            ReconcileOutcome.TerminalError => _terminalErrors,
            ReconcileOutcome.Panic => _panics,
            ReconcileOutcome.Timeout => _timeouts,
            _ => null,
        };
        special?.WithLabels(controller).Inc();
    }

    private static string Result(ReconcileOutcome outcome) => outcome switch
    {
        ReconcileOutcome.Success => "success",
        ReconcileOutcome.RequeueAfter => "requeue_after",
        _ => "error",
    };
}
