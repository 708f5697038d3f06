using Prometheus;

namespace Operator.Runtime.Diagnostics;

/// <summary>What a queue tells about itself when somebody looks.</summary>
internal interface IQueueGauges
{
    /// <summary>Keys that wait, the sum of the running times of those with workers, and the longest of them.</summary>
    (int Depth, TimeSpan Unfinished, TimeSpan Longest) Observe();
}

/// <summary>The <c>workqueue_*</c> series of one queue.</summary>
internal sealed class QueueMetrics(QueueInstruments instruments, string name, IQueueGauges queue) : IDisposable
{
    private readonly Counter.Child _adds = instruments.Adds.WithLabels(name);
    private readonly Counter.Child _retries = instruments.Retries.WithLabels(name);
    private readonly Histogram.Child _queueSeconds = instruments.QueueSeconds.WithLabels(name);
    private readonly Histogram.Child _workSeconds = instruments.WorkSeconds.WithLabels(name);

    public void Added() => _adds.Inc();

    public void Retried() => _retries.Inc();

    public void HandedOut(TimeSpan waited) => _queueSeconds.Observe(waited.TotalSeconds);

    public void Worked(TimeSpan worked) => _workSeconds.Observe(worked.TotalSeconds);

    public void Observe()
    {
        var (depth, unfinished, longest) = queue.Observe();
        instruments.Depth.WithLabels(name).Set(depth);
        instruments.Unfinished.WithLabels(name).Set(unfinished.TotalSeconds);
        instruments.Longest.WithLabels(name).Set(longest.TotalSeconds);
    }

    public void Dispose() => instruments.Remove(this);
}

/// <summary>The metrics that all queues of a process share.</summary>
internal sealed class QueueInstruments(IMetricFactory factory)
{
    // The bounds of client-go's queues: 10 ns to 1000 s.
    private static readonly HistogramConfiguration Seconds = RuntimeMetrics.Buckets(Histogram.ExponentialBuckets(10e-9, 10, 12));

    private readonly Lock _lock = new();
    private QueueMetrics[] _queues = [];

    public Counter Adds { get; } = factory.CreateCounter("workqueue_adds_total", "Keys added.", ["name"]);

    public Counter Retries { get; } = factory.CreateCounter("workqueue_retries_total", "Keys added with back-off.", ["name"]);

    public Histogram QueueSeconds { get; } = factory.CreateHistogram("workqueue_queue_duration_seconds", "Seconds that a key waits for a worker.", ["name"], Seconds);

    public Histogram WorkSeconds { get; } = factory.CreateHistogram("workqueue_work_duration_seconds", "Seconds that a worker has a key.", ["name"], Seconds);

    public Gauge Depth { get; } = factory.CreateGauge("workqueue_depth", "Keys that wait.", ["name"]);

    public Gauge Unfinished { get; } = factory.CreateGauge("workqueue_unfinished_work_seconds", "Sum of the running times of keys with workers.", ["name"]);

    public Gauge Longest { get; } = factory.CreateGauge("workqueue_longest_running_processor_seconds", "Running time of the key that a worker has had longest.", ["name"]);

    public QueueMetrics Add(string name, IQueueGauges queue)
    {
        var metrics = new QueueMetrics(this, name, queue);
        lock (_lock)
        {
            _queues = [.. _queues, metrics];
        }

        return metrics;
    }

    public void Remove(QueueMetrics metrics)
    {
        lock (_lock)
        {
            _queues = [.. _queues.Where(q => q != metrics)];
        }
    }

    /// <summary>Asks each queue how it is, right before the metrics are collected.</summary>
    public void Observe()
    {
        foreach (var queue in Volatile.Read(ref _queues))
        {
            queue.Observe();
        }
    }
}
