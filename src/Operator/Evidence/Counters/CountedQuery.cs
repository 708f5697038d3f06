namespace Operator.Evidence.Counters;

/// <summary>The answer to a query of the impact that an objective has counted already.</summary>
/// <param name="Value">The number.</param>
/// <param name="Objective">The objective's name.</param>
internal sealed record CountedQuery(double Value, string Objective);
