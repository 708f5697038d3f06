using Operator.Api;
using Operator.Core.Contradictions;
using Operator.Core.Evidence;

namespace Operator.Core.Reports;

/// <summary>Every figure about one incident: what <c>(spec, evidence, now)</c> gives. Pure data; the same inputs give the same report.</summary>
public sealed record IncidentReport
{
    /// <summary>The moment of which the report speaks while the incident is ongoing.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>Whether the incident is over.</summary>
    public required IncidentState State { get; init; }

    /// <summary>[s, e]; e is <see cref="AsOf"/> while ongoing. Null when start or end is not known.</summary>
    public TimeRange? Incident { get; init; }

    /// <summary>The points in time that are known, in the order of <see cref="IncidentTimestampName"/>.</summary>
    public IReadOnlyList<IncidentTimestamp> Timestamps { get; init; } = [];

    /// <summary>All six durations, in the order of <see cref="DurationName"/>.</summary>
    public IReadOnlyList<IncidentDuration> Durations { get; init; } = [];

    /// <summary>The alerts' episodes, sorted by time, name and labels.</summary>
    public IReadOnlyList<AlertEpisode> Alerts { get; init; } = [];

    /// <summary>How the incident was noticed: as stated, else by an alert where one fired or a person wrote so; null when nobody knows.</summary>
    public DetectionMethod? DetectionMethod { get; init; }

    /// <summary>The merged timeline, sorted.</summary>
    public IReadOnlyList<TimelineEntry> Timeline { get; init; } = [];

    /// <summary>Each objective's figures, in the order of the spec.</summary>
    public IReadOnlyList<SloReport> Slos { get; init; } = [];

    /// <summary>How long users were affected; null where only start and end tell.</summary>
    public ImpactDuration? ImpactDuration { get; init; }

    /// <summary>Whom it hurt and what it cost.</summary>
    public required ImpactReport Impact { get; init; }

    /// <summary>What two sources tell differently, by more than both may be off; in the order of the facts.</summary>
    public IReadOnlyList<Contradiction> Contradictions { get; init; } = [];

    /// <summary>What a reader must know: warnings of the evidence, partial data.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The timestamp of that name, if it is known.</summary>
    /// <param name="name">Which one.</param>
    public IncidentTimestamp? Timestamp(IncidentTimestampName name) => Timestamps.FirstOrDefault(t => t.Name == name);

    /// <summary>The duration of that name.</summary>
    /// <param name="name">Which one.</param>
    public IncidentDuration? Duration(DurationName name) => Durations.FirstOrDefault(d => d.Name == name);
}
