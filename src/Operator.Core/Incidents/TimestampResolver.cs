using NodaTime;
using Operator.Api;
using Operator.Core.Reports;

namespace Operator.Core.Incidents;

/// <summary>Decides each point in time of an incident: a person's word, then the timeline, then what is measured.</summary>
/// <param name="spec">What people say.</param>
/// <param name="episodes">The matched alerts' episodes.</param>
internal sealed class TimestampResolver(PostMortemSpec spec, IReadOnlyList<AlertEpisode> episodes)
{
    private static readonly IncidentPrecisionSpec Exact = new();

    private readonly DateTimeZone _zone = TimeZones.OrUtc(spec.TimeZone);

    // An alert that was pending and never fired told nobody anything; it is listed, but gives no time.
    private readonly List<AlertEpisode> _fired = [.. episodes.Where(e => e.HasFired)];

    /// <summary>The points in time that are known, in the order of <see cref="IncidentTimestampName"/>.</summary>
    /// <param name="recovered">When the first objective's indicator was well again, if that was measured.</param>
    public IReadOnlyList<IncidentTimestamp> Resolve(IncidentTimestamp? recovered)
    {
        var (incident, precision) = (spec.Incident, spec.Incident?.Precision ?? Exact);
        IncidentTimestamp?[] all =
        [
            Stated(IncidentTimestampName.IntroducedAt, incident?.IntroducedAt, precision.IntroducedAt),
            Stated(IncidentTimestampName.StartedAt, incident?.StartedAt, precision.StartedAt) ?? Told(IncidentTimestampName.StartedAt, TimelineEntryType.IncidentStart) ?? Active(),
            Stated(IncidentTimestampName.DetectedAt, incident?.DetectedAt, precision.DetectedAt) ?? Told(IncidentTimestampName.DetectedAt, TimelineEntryType.AlertFired) ?? Fired(),
            Stated(IncidentTimestampName.AcknowledgedAt, incident?.AcknowledgedAt, precision.AcknowledgedAt) ?? Told(IncidentTimestampName.AcknowledgedAt, TimelineEntryType.Acknowledged),
            Stated(IncidentTimestampName.MitigatedAt, incident?.MitigatedAt, precision.MitigatedAt) ?? Told(IncidentTimestampName.MitigatedAt, TimelineEntryType.FixApplied, last: true),
            Told(IncidentTimestampName.RecoveredAt, TimelineEntryType.Recovered, last: true) ?? recovered,
            incident is { Ongoing: true } ? null
                : Stated(IncidentTimestampName.ResolvedAt, incident?.ResolvedAt, precision.ResolvedAt) ?? Told(IncidentTimestampName.ResolvedAt, TimelineEntryType.Resolved, last: true) ?? Ended(),
        ];
        return [.. all.OfType<IncidentTimestamp>()];
    }

    private IncidentTimestamp? Stated(IncidentTimestampName name, DateTimeOffset? time, TimePrecision precision) =>
        time is { } known ? At(name, StatedMoment.Of(known, precision, _zone), TimestampSource.Spec) : null;

    private static IncidentTimestamp At(IncidentTimestampName name, StatedMoment moment, TimestampSource source) =>
        new() { Name = name, Time = moment.Earliest, Latest = moment.Latest, Precision = moment.Precision, Source = source };

    private static IncidentTimestamp? At(IncidentTimestampName name, DateTimeOffset? time, TimestampSource source, double? uncertainty) => time is { } known
        ? new IncidentTimestamp { Name = name, Time = Instants.ToMillisecond(known), Source = source, UncertaintySeconds = uncertainty }
        : null;

    // A recovery in part leaves something broken.
    private IncidentTimestamp? Told(IncidentTimestampName name, TimelineEntryType type, bool last = false)
    {
        var told = spec.Timeline.Where(e => e.Type == type && !e.Partial).Select(e => StatedMoment.Of(e.At, e.Precision, _zone))
            .InOrder((a, b) => last ? b.Latest.CompareTo(a.Latest) : a.Earliest.CompareTo(b.Earliest));
        return told.Count > 0 ? At(name, told[0], TimestampSource.Timeline) : null;
    }

    // The earliest of several is known only when each of them is.
    private IncidentTimestamp? Active()
    {
        if (_fired.Count == 0 || _fired.Exists(e => e.BeganAt is null))
        {
            return null;
        }

        var first = First(_fired, e => e.BeganAt);
        var source = first.PendingAt is null ? TimestampSource.AlertFiring : TimestampSource.AlertPending;
        return At(IncidentTimestampName.StartedAt, first.BeganAt, source, first.UncertaintySeconds) is { } started
            ? started with { SampleAt = started.Time }
            : null;
    }

    private IncidentTimestamp? Fired()
    {
        if (_fired.Count == 0 || _fired.Exists(e => e.FiringAt is null))
        {
            return null;
        }

        var first = First(_fired, e => e.FiringAt);
        return At(IncidentTimestampName.DetectedAt, first.FiringAt, TimestampSource.AlertFiring, first.UncertaintySeconds) is { } detected
            ? detected with { SampleAt = first.FiringSampleAt }
            : null;
    }

    private static AlertEpisode First(List<AlertEpisode> episodes, Func<AlertEpisode, DateTimeOffset?> time) =>
        episodes.InOrder((a, b) => time(a)!.Value.CompareTo(time(b)!.Value))[0];

    private IncidentTimestamp? Ended()
    {
        if (_fired.Count == 0 || _fired.Exists(e => e.Firing || e.ResolvedAt is null))
        {
            return null;
        }

        var last = _fired.InOrder((a, b) => b.ResolvedAt!.Value.CompareTo(a.ResolvedAt!.Value))[0];
        return At(IncidentTimestampName.ResolvedAt, last.ResolvedAt, TimestampSource.AlertFiring, last.UncertaintySeconds);
    }
}
