namespace Operator.Runtime.Events;

/// <summary>Limits of <see cref="EventRecorder"/>.</summary>
public sealed class EventRecorderOptions
{
    /// <summary>Name of the controller, such as <c>postmortem.dev/operator</c>; at most 128 characters. Default <c>operator</c>.</summary>
    public string Controller { get; set; } = "operator";

    /// <summary>This process, such as the pod's name; at most 128 characters. Default: the host's name.</summary>
    public string Instance { get; set; } = Environment.MachineName;

    /// <summary>For how long the same event again is counted into the one that was sent. Default 6 min.</summary>
    public TimeSpan AggregationWindow { get; set; } = TimeSpan.FromMinutes(6);

    /// <summary>Events that may wait to be sent; more are dropped and counted. Default 1000.</summary>
    public int Capacity { get; set; } = 1000;

    /// <summary>Events that are remembered for aggregation. Default 4096.</summary>
    public int CacheCapacity { get; set; } = 4096;
}
