using Operator.Api;
using Operator.Core.Budgets;
using Operator.Core.Incidents;
using Operator.Core.Reports;

namespace Operator.Core.Contradictions;

/// <summary>What people and alerts tell, against the indicator of the first objective, which also tells when the service was well again.</summary>
/// <param name="spec">What people say; it has an objective.</param>
/// <param name="stretch">When the indicator was below that objective.</param>
/// <param name="alerts">What alerts tell.</param>
internal sealed class IndicatorContradictions(PostMortemSpec spec, BadStretch stretch, AlertTellings alerts)
{
    private readonly TimestampTellings _tellings = new(spec, alerts);

    /// <summary>All of them.</summary>
    /// <param name="timestamps">The points in time that figures rest on.</param>
    public IEnumerable<Contradiction?> Find(IReadOnlyList<IncidentTimestamp> timestamps)
    {
        var started = _tellings.Of(timestamps, IncidentTimestampName.StartedAt);
        var recovered = _tellings.Of(timestamps, IncidentTimestampName.RecoveredAt);
        var ended = _tellings.Of(timestamps, IncidentTimestampName.ResolvedAt);
        var cleared = ended is null or { Source: FactSource.Alert } ? null : alerts.Cleared(ended.Time!.Value);
        var until = stretch.Until is { } end ? At(end) with { Bound = stretch.IsOpen ? TellingBound.After : null } : null;
        return
        [
            Contradiction.Between(ContradictedFact.StartedAt, started, stretch.From is { } from ? At(from) : null),

            // What is open tells only that it was not well before.
            until?.Bound is null || IsLater(until, recovered) ? Contradiction.Between(ContradictedFact.RecoveredAt, recovered, until) : null,
            cleared is { Bound: null } && IsLater(until, cleared) ? Contradiction.Between(ContradictedFact.AlertClearedAt, cleared, until) : null,
            IsLater(until, ended) ? Contradiction.Between(ContradictedFact.ResolvedAt, ended, until) : null,
            NeverBad(),
            NobodyAffected(),
        ];
    }

    // Of incidents that hurt nobody it is said, not contradicted.
    private Contradiction? NeverBad() => stretch.IsEmpty && spec.Type is not (IncidentType.FalseAlarm or IncidentType.NearMiss)
        ? Contradiction.Between(ContradictedFact.BelowObjective, alerts.Fired(), new Telling { Source = FactSource.SLI, Name = spec.Slos[0].Name, Bound = TellingBound.Never })
        : null;

    // What it is called and what was measured: whether users noticed, somebody who was there knows.
    private Contradiction? NobodyAffected() => stretch.From is { } from && spec.SaysNoImpact()
        ? Contradiction.Between(ContradictedFact.BelowObjective, new Telling { Source = FactSource.Spec, Bound = TellingBound.Never }, At(from))
        : null;

    private static bool IsLater(Telling? second, Telling? first) => second?.Time > first?.Time;

    private Telling At(DateTimeOffset time) => new() { Source = FactSource.SLI, Name = spec.Slos[0].Name, Time = time, Uncertainty = stretch.UncertaintySeconds };
}
