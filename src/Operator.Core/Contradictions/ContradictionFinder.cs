using Operator.Api;
using Operator.Core.Budgets;
using Operator.Core.Evidence;
using Operator.Core.Reports;

namespace Operator.Core.Contradictions;

/// <summary>Finds the facts that two sources tell differently. docs/figures.md lists which are compared, and how far each may be off.</summary>
internal static class ContradictionFinder
{
    /// <summary>All of them, in the order of the facts.</summary>
    /// <param name="spec">What people say.</param>
    /// <param name="episodes">The alerts' episodes.</param>
    /// <param name="timestamps">The points in time that figures rest on.</param>
    /// <param name="durations">The durations between them.</param>
    /// <param name="indicator">When the first objective's indicator was below the objective; null when that is not known.</param>
    /// <param name="slos">Each objective's figures.</param>
    /// <param name="evidence">What was read; null when nothing was.</param>
    public static IReadOnlyList<Contradiction> Find(
        PostMortemSpec spec,
        IReadOnlyList<AlertEpisode> episodes,
        IReadOnlyList<IncidentTimestamp> timestamps,
        IReadOnlyList<IncidentDuration> durations,
        BadStretch? indicator,
        IReadOnlyList<SloReport> slos,
        IncidentEvidence? evidence)
    {
        var alerts = new AlertTellings(episodes, timestamps);
        IEnumerable<Contradiction?> all =
        [
            .. new StatementContradictions(spec, alerts).Find(timestamps),
            .. new OrderContradictions(new TimestampTellings(spec, alerts), durations).Find(timestamps),
            .. indicator is null ? [] : new IndicatorContradictions(spec, indicator, alerts).Find(timestamps),
            .. new CountContradictions(spec.Impact?.FailedRequests, evidence, slos).Find(),
        ];
        return all.OfType<Contradiction>().InOrder((a, b) => a.Fact - b.Fact);
    }
}
