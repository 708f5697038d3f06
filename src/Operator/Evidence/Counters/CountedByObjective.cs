using Operator.Api;
using Operator.Core.Evidence;
using Operator.Evidence.Sums;

namespace Operator.Evidence.Counters;

/// <summary>
/// Finds the objective that has counted already what a query of the impact asks for. The server's increase() extrapolates, the objective counts samples:
/// without this, a document would have two numbers for one thing.
/// </summary>
internal static class CountedByObjective
{
    // Factors come from divisions.
    private const double Tolerance = 1e-9;

    /// <summary>The objective's count.</summary>
    /// <param name="query">The query of the impact.</param>
    /// <param name="objectives">The spec's objectives.</param>
    /// <param name="read">What was read for them.</param>
    /// <param name="incident">When the incident was; null when that cannot be measured.</param>
    /// <returns>Null where the query asks for anything but the growth of an objective's counters, or a multiple of it.</returns>
    public static CountedQuery? Find(string query, IReadOnlyList<SloSpec> objectives, IReadOnlyList<SloEvidence> read, TimeRange? incident)
    {
        if (incident is null || CounterQueryParser.Sum(query) is not { Unit: QueryUnit.Count } asked)
        {
            return null;
        }

        foreach (var slo in objectives)
        {
            if (read.FirstOrDefault(s => string.Equals(s.Name, slo.Name, StringComparison.Ordinal)) is { Incident: { } counts } evidence
                && evidence.Over == incident
                && CounterIndicator.Of(slo.Sli) is { HasCounts: true } indicator
                && (Count(asked, indicator, indicator.Errors, counts.Errors) ?? Count(asked, indicator, indicator.Total, counts.Total)) is { } count)
            {
                return new CountedQuery(count, slo.Name);
            }
        }

        return null;
    }

    // Of a ratio, copies of replicas are counted once; a factor may be there to make up for them.
    private static double? Count(CounterQuery asked, CounterIndicator indicator, CounterQuery counted, double count) =>
        Multiple(asked, counted) is { } factor && (factor == 1 || indicator.Kind != SliKind.Ratio) ? count * factor : null;

    private static double? Multiple(CounterQuery asked, CounterQuery counted)
    {
        var (left, right) = (Factors(asked), Factors(counted));
        if (left.Count != right.Count || left.Keys.FirstOrDefault() is not { } first || !right.TryGetValue(first, out var divisor) || divisor == 0)
        {
            return null;
        }

        var factor = left[first] / divisor;
        return factor > 0 && left.All(t => right.TryGetValue(t.Key, out var other) && Math.Abs(t.Value - (factor * other)) <= Tolerance * Math.Abs(t.Value)) ? factor : null;
    }

    private static Dictionary<string, double> Factors(CounterQuery query) =>
        query.Terms.GroupBy(t => SelectorText.Canonical(t.Selector), StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(t => t.Factor), StringComparer.Ordinal);
}
