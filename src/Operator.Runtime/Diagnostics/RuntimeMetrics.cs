using System.Diagnostics.Metrics;
using System.Globalization;

namespace Operator.Runtime.Diagnostics;

/// <summary>
/// The instruments of the runtime, under the names that dashboards for controllers already use. An exporter listens to
/// the meter <see cref="MeterName"/>; without one a measurement costs a null check.
/// </summary>
public sealed class RuntimeMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Operator.Runtime";

    private readonly Meter _meter;
    private readonly Counter<long> _requests;
    private readonly Histogram<double> _requestSeconds;
    private readonly Counter<long> _reconciles;
    private readonly Counter<long> _reconcileErrors;
    private readonly Counter<long> _terminalErrors;
    private readonly Counter<long> _panics;
    private readonly Counter<long> _timeouts;
    private readonly Histogram<double> _reconcileSeconds;
    private readonly UpDownCounter<long> _activeWorkers;
    private readonly Gauge<int> _maxConcurrent;
    private readonly Gauge<int> _leader;
    private readonly Counter<long> _eventsDropped;
    private readonly QueueInstruments _queues;

    /// <summary>Creates the instruments.</summary>
    /// <param name="factory">The host's meter factory, or null for a meter of our own.</param>
    public RuntimeMetrics(IMeterFactory? factory = null)
    {
        _meter = factory?.Create(new MeterOptions(MeterName)) ?? new Meter(MeterName);
        _requests = _meter.CreateCounter<long>("rest_client_requests_total", description: "Requests to the API server by code, method and host.");
        _requestSeconds = _meter.CreateHistogram<double>("rest_client_request_duration_seconds", "s", "Time to an answer's headers, by verb and host.");
        _reconciles = _meter.CreateCounter<long>("controller_runtime_reconcile_total", description: "Reconciles by controller and result.");
        _reconcileErrors = _meter.CreateCounter<long>("controller_runtime_reconcile_errors_total", description: "Reconciles that failed.");
        _terminalErrors = _meter.CreateCounter<long>("controller_runtime_terminal_reconcile_errors_total", description: "Failures that are not retried.");
        _panics = _meter.CreateCounter<long>("controller_runtime_reconcile_panics_total", description: "Reconciles that threw an unexpected exception.");
        _timeouts = _meter.CreateCounter<long>("controller_runtime_reconcile_timeouts_total", description: "Reconciles that ran out of time.");
        _reconcileSeconds = _meter.CreateHistogram<double>("controller_runtime_reconcile_time_seconds", "s", "Time of one reconcile.");
        _activeWorkers = _meter.CreateUpDownCounter<long>("controller_runtime_active_workers", description: "Workers that reconcile right now.");
        _maxConcurrent = _meter.CreateGauge<int>("controller_runtime_max_concurrent_reconciles", description: "Workers of the controller.");
        _leader = _meter.CreateGauge<int>("leader_election_master_status", description: "1 while this process holds the lease.");
        _eventsDropped = _meter.CreateCounter<long>("operator_runtime_events_dropped_total", description: "Kubernetes events that were not sent.");
        _queues = new QueueInstruments(_meter);
    }

    /// <summary>Instruments that nobody listens to.</summary>
    public static RuntimeMetrics None { get; } = new();

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    internal QueueMetrics AddQueue(string name, IQueueGauges queue) => _queues.Add(name, queue);

    internal void RecordRequest(string verb, string host, int code, TimeSpan elapsed)
    {
        if (_requests.Enabled)
        {
            var codeText = code == 0 ? "<error>" : code.ToString(CultureInfo.InvariantCulture);
            _requests.Add(1, new("code", codeText), new("method", verb), new("host", host));
        }

        if (_requestSeconds.Enabled)
        {
            _requestSeconds.Record(elapsed.TotalSeconds, new("verb", verb), new KeyValuePair<string, object?>("host", host));
        }
    }

    internal void RecordLeadership(string lease, bool leading) => _leader.Record(leading ? 1 : 0, new KeyValuePair<string, object?>("name", lease));

    internal void RecordDroppedEvent() => _eventsDropped.Add(1);

    /// <summary>Shows every series of a controller at zero, so that a rate over them is right from the first event on.</summary>
    internal void InitializeController(string controller, int workers)
    {
        var tag = Controller(controller);
        foreach (var outcome in Enum.GetValues<ReconcileOutcome>())
        {
            _reconciles.Add(0, tag, Result(outcome));
        }

        foreach (var counter in new[] { _reconcileErrors, _terminalErrors, _panics, _timeouts })
        {
            counter.Add(0, tag);
        }

        _activeWorkers.Add(0, tag);
        _maxConcurrent.Record(workers, tag);
    }

    internal void ReconcileStarted(string controller) => _activeWorkers.Add(1, Controller(controller));

    internal void ReconcileEnded(string controller, ReconcileOutcome outcome, TimeSpan elapsed)
    {
        var tag = Controller(controller);
        _activeWorkers.Add(-1, tag);
        _reconciles.Add(1, tag, Result(outcome));
        _reconcileSeconds.Record(elapsed.TotalSeconds, tag);
        if (outcome is ReconcileOutcome.Success or ReconcileOutcome.RequeueAfter)
        {
            return;
        }

        _reconcileErrors.Add(1, tag);
        var special = outcome switch
        {
            ReconcileOutcome.TerminalError => _terminalErrors,
            ReconcileOutcome.Panic => _panics,
            ReconcileOutcome.Timeout => _timeouts,
            _ => null,
        };
        special?.Add(1, tag);
    }

    private static KeyValuePair<string, object?> Controller(string name) => new("controller", name);

    private static KeyValuePair<string, object?> Result(ReconcileOutcome outcome) => new("result", outcome switch
    {
        ReconcileOutcome.Success => "success",
        ReconcileOutcome.RequeueAfter => "requeue_after",
        _ => "error",
    });
}
