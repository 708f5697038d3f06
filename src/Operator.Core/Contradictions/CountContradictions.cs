using Operator.Api;
using Operator.Core.Budgets;
using Operator.Core.Evidence;
using Operator.Core.Incidents;
using Operator.Core.Reports;

namespace Operator.Core.Contradictions;

/// <summary>Failed requests as people state them, or a query counts them, against those that an objective counted; and an objective's counts against those of its slices.</summary>
/// <param name="spec">What people say.</param>
/// <param name="evidence">What was read; null when nothing was.</param>
/// <param name="slos">Each objective's figures.</param>
internal sealed class CountContradictions(FailedRequestsSpec? spec, IncidentEvidence? evidence, IReadOnlyList<SloReport> slos)
{
    // Counts begin and end between two samples, and nothing tells how many events were on which side.
    private const double Ends = 2;

    /// <summary>All of them.</summary>
    public IEnumerable<Contradiction?> Find() => Counted().Concat(slos.Where(s => s.ContradictingSlices is not null).SelectMany(BySlices));

    // Of one objective, two ways to count.
    private static IEnumerable<Contradiction?> BySlices(SloReport slo)
    {
        var (whole, sliced) = (slo.Incident!.Value, slo.ContradictingSlices!.Value);
        yield return Compare(ContradictedFact.Requests, slo.Name, whole.Total, sliced.Total);
        yield return Compare(ContradictedFact.FailedRequests, slo.Name, whole.Errors, sliced.Errors);
    }

    private static Contradiction? Compare(ContradictedFact fact, string objective, double whole, double sliced) => !SloDoubts.Differ(whole, sliced) ? null : Contradiction.Between(
        fact,
        new Telling { Source = FactSource.SLI, Name = objective, Count = Math.Round(whole, MidpointRounding.AwayFromZero) },
        new Telling { Source = FactSource.Slices, Name = objective, Count = Math.Round(sliced, MidpointRounding.AwayFromZero), Uncertainty = SloDoubts.Tolerance(whole, sliced) });

    private IEnumerable<Contradiction?> Counted()
    {
        if (slos.FirstOrDefault(s => s.Incident is not null) is not { Incident: { } events } slo)
        {
            return [];
        }

        var counted = new Telling
        {
            Source = FactSource.SLI,
            Name = slo.Name,
            Count = Math.Round(events.Errors, MidpointRounding.AwayFromZero),
            Uncertainty = Blur(events.Errors, slo.Name),
        };
        return [Contradiction.Between(ContradictedFact.FailedRequests, Stated() ?? Asked(slo.Name), counted)];
    }

    private Telling? Stated() => spec?.Count is not { } count ? null : new Telling
    {
        Source = FactSource.Spec,
        Count = count,
        Uncertainty = StatedPrecision.Of(count),
    };

    private Telling? Asked(string objective) => spec?.Query is null || evidence?.Impact?.FailedRequests is not (>= 0 and < double.PositiveInfinity and { } answer) ? null : new Telling
    {
        Source = FactSource.Query,
        Count = Math.Round(answer, MidpointRounding.AwayFromZero),
        Uncertainty = Blur(answer, objective),
    };

    // As if events came evenly: all that is known of those between two samples is how long that was.
    private double Blur(double events, string objective)
    {
        var slo = evidence?.Slo(objective);
        var interval = slo?.ScrapeIntervalSeconds ?? AlertEpisodeMerger.AssumedInterval.TotalSeconds;
        var seconds = (slo?.Over ?? evidence?.Incident)?.Seconds ?? 0;
        return 1 + (seconds > 0 ? events * Math.Min(1, Ends * interval / seconds) : 0);
    }
}
