using Operator.Api;
using Operator.Core.Incidents;

namespace Operator.Core.Contradictions;

/// <summary>The times that people state, in fields of the incident and in the timeline.</summary>
/// <param name="spec">What people say.</param>
internal sealed class StatedTellings(PostMortemSpec spec)
{
    /// <summary>What the field of that name states.</summary>
    public Telling? Of(IncidentTimestampName name)
    {
        var (incident, precision) = (spec.Incident, spec.Incident?.Precision);
        return name switch
        {
            IncidentTimestampName.StartedAt => At(FactSource.Spec, incident?.StartedAt, precision?.StartedAt),
            IncidentTimestampName.DetectedAt => At(FactSource.Spec, incident?.DetectedAt, precision?.DetectedAt),
            IncidentTimestampName.AcknowledgedAt => At(FactSource.Spec, incident?.AcknowledgedAt, precision?.AcknowledgedAt),
            IncidentTimestampName.MitigatedAt => At(FactSource.Spec, incident?.MitigatedAt, precision?.MitigatedAt),
            IncidentTimestampName.ResolvedAt => At(FactSource.Spec, incident?.ResolvedAt, precision?.ResolvedAt),
            _ => null,
        };
    }

    /// <summary>The first entry of a type.</summary>
    public Telling? First(TimelineEntryType type) => Told(type, (a, b) => a.At.CompareTo(b.At));

    /// <summary>The last entry of a type.</summary>
    public Telling? Last(TimelineEntryType type) => Told(type, (a, b) => b.At.CompareTo(a.At));

    /// <summary>When the first phase of the impact began.</summary>
    public Telling? FirstPhase() => spec.Impact is { Phases: { Count: > 0 } phases }
        ? phases.Select(p => At(FactSource.Phases, p.From, p.Precision?.From)!).InOrder((a, b) => Nullable.Compare(a.Time, b.Time))[0]
        : null;

    /// <summary>When the last phase of the impact ended.</summary>
    public Telling? LastPhase() => spec.Impact is { Phases: { Count: > 0 } phases }
        ? phases.Select(p => At(FactSource.Phases, p.To, p.Precision?.To)).OfType<Telling>().InOrder((a, b) => Nullable.Compare(b.Time, a.Time)).FirstOrDefault()
        : null;

    /// <summary>Since when data was exposed; null where the incident is another one: data that is lost was written before.</summary>
    public Telling? Exposed() => spec is { Type: IncidentType.Security, Impact.Data: { } data } ? At(FactSource.Exposure, data.From, data.Precision?.From) : null;

    private Telling? Told(TimelineEntryType type, Comparison<TimelineEntrySpec> order) =>
        spec.Timeline.Where(e => e.Type == type && !e.Partial).InOrder(order) is [var entry, ..] ? At(FactSource.Timeline, entry.At, entry.Precision) : null;

    private Telling? At(FactSource source, DateTimeOffset? time, TimePrecision? precision) => time is not { } stated ? null : new Telling
    {
        Source = source,
        Time = StatedMoment.Of(stated, precision ?? TimePrecision.Second, spec.TimeZone).Position,
        Precision = precision ?? TimePrecision.Second,
        Uncertainty = StatedPrecision.Of(stated, precision ?? TimePrecision.Second),
    };
}
