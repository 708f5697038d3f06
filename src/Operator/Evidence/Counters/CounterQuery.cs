using Operator.Evidence.Sums;

namespace Operator.Evidence.Counters;

/// <summary>What a query adds up: by how much counters grew.</summary>
/// <param name="Terms">The groups of counters, at least one.</param>
/// <param name="Unit">Whether the query gives their growth as counts, or a second.</param>
internal sealed record CounterQuery(IReadOnlyList<CounterTerm> Terms, QueryUnit Unit)
{
    /// <summary>The selectors, each once.</summary>
    public IReadOnlyList<string> Selectors { get; } = [.. Terms.Select(t => t.Selector).Distinct(StringComparer.Ordinal)];

    /// <summary>Whether no series means that nothing was counted: a series of one group is born with its first event, and a difference needs all its operands.</summary>
    public bool MayBeAbsent => Terms.Count == 1 || Terms.All(t => t.MayBeAbsent);

    /// <summary>Whether something is subtracted.</summary>
    public bool IsDifference => Terms.Any(t => t.Factor < 0);

    /// <summary>What the growth of all counters is multiplied by; 1 where that differs between them.</summary>
    public double Factor => Terms.Select(t => Math.Abs(t.Factor)).Distinct().ToList() is [var factor] ? factor : 1;

    /// <summary>All counters of some selectors.</summary>
    public static CounterQuery Of(params IReadOnlyList<string> selectors) => new([.. selectors.Select(s => new CounterTerm(1, s, MayBeAbsent: true))], QueryUnit.Count);
}
