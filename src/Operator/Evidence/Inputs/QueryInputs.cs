namespace Operator.Evidence.Inputs;

/// <summary>What decides the question for a query of the impact.</summary>
/// <param name="Source">The Prometheus source.</param>
/// <param name="Query">The query.</param>
/// <param name="From">The incident's beginning; null while it is not known.</param>
/// <param name="To">The incident's end, or the evaluation time while it is ongoing.</param>
internal sealed record QueryInputs(string Source, string Query, DateTimeOffset? From, DateTimeOffset? To);
