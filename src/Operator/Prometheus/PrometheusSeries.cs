namespace Operator.Prometheus;

/// <summary>One series of an answer.</summary>
/// <param name="Labels">All labels, __name__ included where there is one.</param>
/// <param name="Samples">The samples in the order of the answer; one for an instant vector.</param>
internal sealed record PrometheusSeries(IReadOnlyDictionary<string, string> Labels, IReadOnlyList<PrometheusSample> Samples);
