using System.Diagnostics.Metrics;

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
    private readonly KeyValuePair<string, object?> _tag = new("name", name);

    public void Added() => instruments.Adds.Add(1, _tag);

    public void Retried() => instruments.Retries.Add(1, _tag);

    public void HandedOut(TimeSpan waited) => instruments.QueueSeconds.Record(waited.TotalSeconds, _tag);

    public void Worked(TimeSpan worked) => instruments.WorkSeconds.Record(worked.TotalSeconds, _tag);

    public void Initialize()
    {
        instruments.Adds.Add(0, _tag);
        instruments.Retries.Add(0, _tag);
    }

    public Measurement<double> Observe(Func<(int Depth, TimeSpan Unfinished, TimeSpan Longest), double> value) => new(value(queue.Observe()), _tag);

    public void Dispose() => instruments.Remove(this);
}

/// <summary>The instruments that all queues of a process share.</summary>
internal sealed class QueueInstruments
{
    private readonly Lock _lock = new();
    private QueueMetrics[] _queues = [];

    public QueueInstruments(Meter meter)
    {
        Adds = meter.CreateCounter<long>("workqueue_adds_total", description: "Keys added.");
        Retries = meter.CreateCounter<long>("workqueue_retries_total", description: "Keys added with back-off.");
        QueueSeconds = meter.CreateHistogram<double>("workqueue_queue_duration_seconds", "s", "Time a key waits for a worker.");
        WorkSeconds = meter.CreateHistogram<double>("workqueue_work_duration_seconds", "s", "Time a worker has a key.");
        meter.CreateObservableGauge("workqueue_depth", () => Observe(q => q.Depth), description: "Keys that wait.");
        meter.CreateObservableGauge("workqueue_unfinished_work_seconds", () => Observe(q => q.Unfinished.TotalSeconds), "s", "Sum of the running times.");
        meter.CreateObservableGauge("workqueue_longest_running_processor_seconds", () => Observe(q => q.Longest.TotalSeconds), "s", "Longest running time.");
    }

    public Counter<long> Adds { get; }

    public Counter<long> Retries { get; }

    public Histogram<double> QueueSeconds { get; }

    public Histogram<double> WorkSeconds { get; }

    public QueueMetrics Add(string name, IQueueGauges queue)
    {
        var metrics = new QueueMetrics(this, name, queue);
        lock (_lock)
        {
            _queues = [.. _queues, metrics];
        }

        metrics.Initialize();
        return metrics;
    }

    public void Remove(QueueMetrics metrics)
    {
        lock (_lock)
        {
            _queues = [.. _queues.Where(q => q != metrics)];
        }
    }

    private Measurement<double>[] Observe(Func<(int Depth, TimeSpan Unfinished, TimeSpan Longest), double> value) =>
        [.. Volatile.Read(ref _queues).Select(q => q.Observe(value))];
}
