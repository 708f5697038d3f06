namespace Operator.Evidence.Counters;

/// <summary>One group of counters in a query.</summary>
/// <param name="Factor">What its growth is multiplied by; negative where it is subtracted.</param>
/// <param name="Selector">The selector of its series.</param>
/// <param name="MayBeAbsent">Whether no series means that nothing was counted; otherwise the query has no answer then.</param>
internal sealed record CounterTerm(double Factor, string Selector, bool MayBeAbsent);
