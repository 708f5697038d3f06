using System.Globalization;
using Microsoft.Extensions.Logging;
using Operator.Runtime.Client;
using Operator.Runtime.Diagnostics;
using Operator.Runtime.Leases;
using Operator.Runtime.Queueing;
using Operator.Runtime.Watching;

namespace Operator.Runtime.Controllers;

/// <summary>The workers of one controller: they take keys from a queue, call the reconciler, and decide what follows.</summary>
internal sealed partial class ControllerLoop
{
    private readonly string _name;
    private readonly IReconciler _reconciler;
    private readonly WorkQueue<ObjectKey> _queue;
    private readonly ObjectStore _store;
    private readonly IReadOnlyDictionary<ResourceType, ObjectStore> _owned;
    private readonly ControllerOptions _options;
    private readonly TimeProvider _time;
    private readonly RuntimeMetrics _metrics;
    private readonly ILogger _log;
    private readonly Action _ensureMayAct;
    private long _reconciles;

    /// <summary>Creates a loop that does nothing until <see cref="RunAsync"/>.</summary>
    /// <param name="name">Name in logs and metrics.</param>
    /// <param name="reconciler">What is called for each key.</param>
    /// <param name="queue">Where keys come from.</param>
    /// <param name="store">What the watch knows of the objects.</param>
    /// <param name="owned">What the watches know of their children.</param>
    /// <param name="options">Workers and time-outs.</param>
    /// <param name="services">Clock, metrics, logs.</param>
    /// <param name="ensureMayAct">Throws when this process lost its lease; null when it needs none.</param>
    public ControllerLoop(
        string name,
        IReconciler reconciler,
        WorkQueue<ObjectKey> queue,
        ObjectStore store,
        IReadOnlyDictionary<ResourceType, ObjectStore> owned,
        ControllerOptions options,
        RuntimeServices services,
        Action? ensureMayAct = null)
    {
        options.Validate();
        (_name, _reconciler, _queue, _store, _owned, _options) = (name, reconciler, queue, store, owned, options);
        (_time, _metrics, _ensureMayAct) = (services.Time, services.Metrics, ensureMayAct ?? (static () => { }));
        _log = services.Loggers.CreateLogger<ControllerLoop>();
        _metrics.InitializeController(name, options.Workers);
    }

    /// <summary>Longest time that a reconcile may take before the loop counts as stuck: a reconciler that ignores its cancellation.</summary>
    public TimeSpan LongestReconcile => _options.ReconcileTimeout * 2;

    /// <summary>Running time of the longest reconcile under way.</summary>
    public TimeSpan LongestRunning => ((IQueueGauges)_queue).Observe().Longest;

    /// <summary>
    /// Works until <paramref name="stopping"/>, then lets reconciles under way end, for the drain time-out at most.
    /// </summary>
    /// <param name="stopping">Asks for an orderly end.</param>
    /// <param name="abort">Ends reconciles under way at once, because the lease is lost.</param>
    public async Task RunAsync(CancellationToken stopping, CancellationToken abort)
    {
        using var reconciling = CancellationTokenSource.CreateLinkedTokenSource(abort);
        var workers = new Task[_options.Workers];
        for (var i = 0; i < workers.Length; i++)
        {
            workers[i] = WorkAsync(reconciling.Token);
        }

        await Task.WhenAny([WaitAsync(stopping, abort), .. workers]);
        using var deadline = new Deadline(_options.DrainTimeout, _time, abort);
        try
        {
            await Waiting.UntilAsync(_queue.ShutDownAsync(), deadline.Token);
        }
        catch (OperationCanceledException)
        {
            Log.DrainCutShort(_log, _name, _queue.ProcessingCount);
            reconciling.Cancel();
        }

        await Task.WhenAll(workers);
    }

    private static async Task WaitAsync(CancellationToken stopping, CancellationToken abort)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var onStopping = stopping.UnsafeRegister(static s => ((TaskCompletionSource)s!).TrySetResult(), stopped);
        await using var onAbort = abort.UnsafeRegister(static s => ((TaskCompletionSource)s!).TrySetResult(), stopped);
        await stopped.Task;
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        while (await _queue.GetAsync(CancellationToken.None) is { } item)
        {
            try
            {
                await ProcessAsync(item, cancellationToken);
            }
            finally
            {
                _queue.Done(item.Key);
            }
        }
    }

    private async Task ProcessAsync(QueueItem<ObjectKey> item, CancellationToken cancellationToken)
    {
        var context = CreateContext(item);
        using var scope = _log.BeginScope(new ReconcileScope(item.Key, context.ReconcileId));
        using var span = RuntimeTraces.Reconcile(_name, item.Key, context.ReconcileId, context.Failures);
        _metrics.ReconcileStarted(_name);
        var start = _time.GetTimestamp();
        var (result, outcome, exception) = await ReconcileAsync(item.Key, context, cancellationToken);
        var elapsed = _time.GetElapsedTime(start);
        _metrics.ReconcileEnded(_name, outcome, elapsed);
        RuntimeTraces.End(span, outcome, exception);
        if (!cancellationToken.IsCancellationRequested)
        {
            Follow(item, result, outcome, exception, elapsed);
        }
    }

    private ReconcileContext CreateContext(QueueItem<ObjectKey> item) => new()
    {
        // Unique within the process, and short enough to read aloud.
        ReconcileId = string.Create(CultureInfo.InvariantCulture, $"{_name}-{Interlocked.Increment(ref _reconciles)}"),
        Failures = _queue.Failures(item.Key),
        Known = _store.Find(item.Key),
        Owned = _owned,
        EnsureMayAct = _ensureMayAct,
    };

    private async Task<(ReconcileResult Result, ReconcileOutcome Outcome, Exception? Exception)> ReconcileAsync(
        ObjectKey key, ReconcileContext context, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(_options.ReconcileTimeout, _time, cancellationToken);
        try
        {
            var result = await _reconciler.ReconcileAsync(key, context, deadline.Token);
            var outcome = result switch
            {
                { Failure: { IsTerminal: true } } => ReconcileOutcome.TerminalError,
                { Failure: not null } => ReconcileOutcome.Error,
                { RequeueAfter: not null } => ReconcileOutcome.RequeueAfter,
                _ => ReconcileOutcome.Success,
            };
            return (result, outcome, result.Failure);
        }
        catch (ReconcileException e)
        {
            return (default, e.IsTerminal ? ReconcileOutcome.TerminalError : ReconcileOutcome.Error, e);
        }
        catch (Exception e) when (e is KubeApiException or LeadershipLostException)
        {
            return (default, ReconcileOutcome.Error, e);
        }
        catch (OperationCanceledException e)
        {
            return (default, deadline.HasExpired ? ReconcileOutcome.Timeout : ReconcileOutcome.Error, e);
        }
        catch (Exception e)
        {
            return (default, ReconcileOutcome.Panic, e);
        }
    }

    /// <summary>The one place that decides what follows a reconcile.</summary>
    private void Follow(QueueItem<ObjectKey> item, ReconcileResult result, ReconcileOutcome outcome, Exception? exception, TimeSpan elapsed)
    {
        switch (outcome)
        {
            case ReconcileOutcome.Success:
                _queue.Forget(item.Key);
                Log.Reconciled(_log, elapsed);
                break;
            case ReconcileOutcome.RequeueAfter:
                _queue.Forget(item.Key);
                _queue.AddAfter(item.Key, result.RequeueAfter!.Value, Priority.Background);
                Log.ReconciledForNow(_log, elapsed, result.RequeueAfter.Value);
                break;
            case ReconcileOutcome.TerminalError:
                _queue.Forget(item.Key);
                Log.Stalled(_log, exception!.Message);
                break;
            case ReconcileOutcome.Panic:
                _queue.AddRateLimited(item.Key, item.Priority);
                Log.Crashed(_log, exception!);
                break;
            case ReconcileOutcome.Timeout:
                _queue.AddRateLimited(item.Key, item.Priority);
                Log.TimedOut(_log, _options.ReconcileTimeout);
                break;
            default:
                Retry(item, exception!);
                break;
        }
    }

    private void Retry(QueueItem<ObjectKey> item, Exception exception)
    {
        var retryAfter = exception switch
        {
            ReconcileException e => e.RetryAfter,
            KubeApiException e => e.RetryAfter,
            _ => null,
        };
        _queue.AddRateLimited(item.Key, item.Priority, RetryAfter.Limit(retryAfter));
        Log.Failed(_log, exception.Message);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Debug, Message = "Reconciled in {Elapsed}")]
        public static partial void Reconciled(ILogger logger, TimeSpan elapsed);

        [LoggerMessage(Level = LogLevel.Debug, Message = "Reconciled in {Elapsed}; looking again in {Interval}")]
        public static partial void ReconciledForNow(ILogger logger, TimeSpan elapsed, TimeSpan interval);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Stalled until the object changes: {Cause}")]
        public static partial void Stalled(ILogger logger, string cause);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The reconcile failed and is tried again: {Cause}")]
        public static partial void Failed(ILogger logger, string cause);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The reconcile took longer than {Timeout} and is tried again")]
        public static partial void TimedOut(ILogger logger, TimeSpan timeout);

        [LoggerMessage(Level = LogLevel.Error, Message = "The reconciler threw an exception that it should not; the reconcile is tried again")]
        public static partial void Crashed(ILogger logger, Exception exception);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{Controller}: {Count} reconciles under way are cancelled")]
        public static partial void DrainCutShort(ILogger logger, string controller, int count);
    }
}
