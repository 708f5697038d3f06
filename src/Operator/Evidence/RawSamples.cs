using Operator.Prometheus;

namespace Operator.Evidence;

/// <summary>The raw samples of an indicator of two counters, copies of replicas taken once.</summary>
/// <param name="Errors">Series of failed events.</param>
/// <param name="Total">Series of all events.</param>
/// <param name="ReplicaLabels">Labels by which copies differed; empty where there were none.</param>
internal sealed record RawSamples(IReadOnlyList<PrometheusSeries> Errors, IReadOnlyList<PrometheusSeries> Total, IReadOnlyList<string> ReplicaLabels);
