using Operator.Prometheus;

namespace Operator.Evidence.Counters;

/// <summary>The raw samples of an indicator's counters, copies of replicas taken once where that is for the reader to do.</summary>
/// <param name="Series">The series of each selector.</param>
/// <param name="ReplicaLabels">Labels by which copies differed; empty where there were none.</param>
internal sealed record RawSamples(IReadOnlyDictionary<string, IReadOnlyList<PrometheusSeries>> Series, IReadOnlyList<string> ReplicaLabels)
{
    /// <summary>The series of a query.</summary>
    public IReadOnlyList<PrometheusSeries> Of(CounterQuery query) => [.. query.Selectors.SelectMany(s => Series[s])];
}
