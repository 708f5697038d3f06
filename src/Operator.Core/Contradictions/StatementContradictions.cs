using Operator.Api;
using Operator.Core.Reports;

namespace Operator.Core.Contradictions;

/// <summary>What people state, against what they wrote into the timeline and against alerts.</summary>
/// <param name="spec">What people say.</param>
/// <param name="alerts">What alerts tell.</param>
internal sealed class StatementContradictions(PostMortemSpec spec, AlertTellings alerts)
{
    // Between the firing of an alert and the moment at which a person hears of it.
    private const double DeliverySeconds = 60;

    private readonly StatedTellings _stated = new(spec);

    /// <summary>All of them.</summary>
    /// <param name="timestamps">The points in time that figures rest on.</param>
    public IEnumerable<Contradiction?> Find(IReadOnlyList<IncidentTimestamp> timestamps)
    {
        var start = _stated.Of(IncidentTimestampName.StartedAt);
        var end = _stated.Of(IncidentTimestampName.ResolvedAt);
        var ongoing = spec.Incident is { Ongoing: true };
        return
        [
            Contradiction.Between(ContradictedFact.StartedAt, start, _stated.First(TimelineEntryType.IncidentStart)),
            Earlier(ContradictedFact.StartedAt, start ?? _stated.First(TimelineEntryType.IncidentStart), alerts.ConditionTrue()),
            Earlier(ContradictedFact.StartedAt, start ?? _stated.First(TimelineEntryType.IncidentStart), _stated.FirstPhase()),
            Contradiction.Between(ContradictedFact.StartedAt, start ?? _stated.First(TimelineEntryType.IncidentStart), _stated.Exposed()),
            Detected(_stated.Of(IncidentTimestampName.DetectedAt)),
            AlertFired(_stated.First(TimelineEntryType.AlertFired)),
            Contradiction.Between(ContradictedFact.AcknowledgedAt, _stated.Of(IncidentTimestampName.AcknowledgedAt), _stated.First(TimelineEntryType.Acknowledged)),
            Later(ContradictedFact.MitigatedAt, _stated.Of(IncidentTimestampName.MitigatedAt), _stated.First(TimelineEntryType.FixApplied)),
            ongoing ? null : Contradiction.Between(ContradictedFact.ResolvedAt, end, _stated.Last(TimelineEntryType.Resolved)),
            ongoing ? null : Later(ContradictedFact.ResolvedAt, end ?? _stated.Last(TimelineEntryType.Resolved), Before(IncidentTimestampName.RecoveredAt, _stated.Last(TimelineEntryType.Recovered))),
            ongoing ? null : Later(ContradictedFact.ResolvedAt, end ?? _stated.Last(TimelineEntryType.Resolved), _stated.LastPhase()),
            Later(ContradictedFact.RecoveredAt, _stated.Last(TimelineEntryType.Recovered), Before(IncidentTimestampName.MitigatedAt, _stated.Of(IncidentTimestampName.MitigatedAt) ?? _stated.Last(TimelineEntryType.FixApplied))),
            ongoing ? null : Later(ContradictedFact.ResolvedAt, end ?? _stated.Last(TimelineEntryType.Resolved), alerts.Cleared(AsOf(timestamps))),
        ];
    }

    // What still fires was seen firing after every moment that people can have stated.
    private static DateTimeOffset AsOf(IReadOnlyList<IncidentTimestamp> timestamps) => timestamps.Latest(t => t.Time) ?? DateTimeOffset.MinValue;

    private static Contradiction? Earlier(ContradictedFact fact, Telling? first, Telling? second) =>
        second?.Time < first?.Time ? Contradiction.Between(fact, first, second) : null;

    private static Contradiction? Later(ContradictedFact fact, Telling? first, Telling? second) =>
        second?.Time > first?.Time ? Contradiction.Between(fact, first, second) : null;

    private static Telling? Before(IncidentTimestampName moment, Telling? telling) => telling is null ? null : telling with { Moment = moment };

    private static Telling? Heard(Telling? stated) => stated is null ? null : stated with { Uncertainty = stated.Uncertainty + DeliverySeconds };

    // Whoever was told by a customer was not told by the alert, unless that came first.
    private Contradiction? Detected(Telling? stated)
    {
        var fired = alerts.Fired() ?? _stated.First(TimelineEntryType.AlertFired);
        return spec.Detection?.Method is null or DetectionMethod.AutomatedAlert
            ? Contradiction.Between(ContradictedFact.DetectedAt, Heard(stated), fired)
            : Earlier(ContradictedFact.DetectedAt, Heard(stated), fired);
    }

    private Contradiction? AlertFired(Telling? told) =>
        told?.Time is { } time ? Contradiction.Between(ContradictedFact.AlertFiredAt, Heard(told), alerts.FiredNear(time)) : null;
}
