using Operator.Api;
using Operator.Core.Reports;

namespace Operator.Core.Contradictions;

/// <summary>Who tells the points in time that figures rest on, each with what it may be off by.</summary>
/// <param name="spec">What people say.</param>
/// <param name="alerts">What alerts tell.</param>
internal sealed class TimestampTellings(PostMortemSpec spec, AlertTellings alerts)
{
    private readonly StatedTellings _stated = new(spec);

    /// <summary>The telling of one of them; null where it is not known, or where the indicator tells it, which does not contradict itself.</summary>
    /// <param name="timestamps">The points in time.</param>
    /// <param name="name">Which of them.</param>
    public Telling? Of(IReadOnlyList<IncidentTimestamp> timestamps, IncidentTimestampName name) =>
        timestamps.FirstOrDefault(t => t.Name == name) switch
        {
            { Source: TimestampSource.Spec } => _stated.Of(name),
            { Source: TimestampSource.Timeline } => Entry(name) is var (type, last) ? last ? _stated.Last(type) : _stated.First(type) : null,
            { Source: TimestampSource.AlertPending or TimestampSource.AlertFiring } timestamp => alerts.Of(timestamp),
            _ => null,
        };

    private static (TimelineEntryType Type, bool Last)? Entry(IncidentTimestampName name) => name switch
    {
        IncidentTimestampName.StartedAt => (TimelineEntryType.IncidentStart, false),
        IncidentTimestampName.DetectedAt => (TimelineEntryType.AlertFired, false),
        IncidentTimestampName.AcknowledgedAt => (TimelineEntryType.Acknowledged, false),
        IncidentTimestampName.MitigatedAt => (TimelineEntryType.FixApplied, true),
        IncidentTimestampName.RecoveredAt => (TimelineEntryType.Recovered, true),
        IncidentTimestampName.ResolvedAt => (TimelineEntryType.Resolved, true),
        _ => null,
    };
}
