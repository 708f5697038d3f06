using Operator.Api;
using Operator.Core.Reports;

namespace Operator.Core.Contradictions;

/// <summary>Moments of the incident that come in an order in which they cannot have happened: a duration between them would be negative.</summary>
/// <param name="tellings">Who tells each point in time.</param>
/// <param name="durations">The durations.</param>
internal sealed class OrderContradictions(TimestampTellings tellings, IReadOnlyList<IncidentDuration> durations)
{
    /// <summary>One for each later moment; the first is the one that comes too early.</summary>
    /// <param name="timestamps">The points in time that figures rest on.</param>
    public IEnumerable<Contradiction?> Find(IReadOnlyList<IncidentTimestamp> timestamps) => durations
        .Where(d => d.State == FigureState.Invalid && d.Name != DurationName.FaultAge)
        .GroupBy(d => d.To)
        .Select(g => One(g.Last(), timestamps));

    private Contradiction? One(IncidentDuration duration, IReadOnlyList<IncidentTimestamp> timestamps) =>
        Fact(duration.To) is { } fact ? Contradiction.Between(fact, tellings.Of(timestamps, duration.To), tellings.Of(timestamps, duration.From) is { } before ? before with { Moment = duration.From } : null) : null;

    private static ContradictedFact? Fact(IncidentTimestampName name) => name switch
    {
        IncidentTimestampName.DetectedAt => ContradictedFact.DetectedAt,
        IncidentTimestampName.AcknowledgedAt => ContradictedFact.AcknowledgedAt,
        IncidentTimestampName.MitigatedAt => ContradictedFact.MitigatedAt,
        IncidentTimestampName.RecoveredAt => ContradictedFact.RecoveredAt,
        IncidentTimestampName.ResolvedAt => ContradictedFact.ResolvedAt,
        _ => null,
    };
}
