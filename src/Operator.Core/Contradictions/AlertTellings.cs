using Operator.Api;
using Operator.Core.Incidents;
using Operator.Core.Reports;

namespace Operator.Core.Contradictions;

/// <summary>What alerts tell of an incident. One that was over before the incident began, or fired only after its end, tells of another.</summary>
internal sealed class AlertTellings
{
    private readonly List<AlertEpisode> _fired;

    public AlertTellings(IReadOnlyList<AlertEpisode> episodes, IReadOnlyList<IncidentTimestamp> timestamps)
    {
        var start = timestamps.FirstOrDefault(t => t.Name == IncidentTimestampName.StartedAt)?.Time;
        var end = timestamps.FirstOrDefault(t => t.Name == IncidentTimestampName.ResolvedAt)?.Time;
        _fired = [.. episodes.Where(e => e.HasFired && !(e.ResolvedAt <= start) && !(e.FiringAt > end))];
    }

    /// <summary>The earliest moment at which the condition of an alert was true.</summary>
    public Telling? ConditionTrue() => First(e => e.StartUnknown ? null : e.BeganAt);

    /// <summary>The earliest moment at which an alert fired.</summary>
    public Telling? Fired() => First(e => e.FiringAt);

    /// <summary>The firing that is nearest to a moment.</summary>
    public Telling? FiredNear(DateTimeOffset moment)
    {
        var nearest = _fired.Where(e => e.FiringAt is not null).InOrder((a, b) => (a.FiringAt!.Value - moment).Duration().CompareTo((b.FiringAt!.Value - moment).Duration()));
        return nearest is [var episode, ..] ? Tell(episode, episode.FiringAt!.Value) : null;
    }

    /// <summary>When the last alert cleared, or the last moment at which one was seen firing.</summary>
    public Telling? Cleared(DateTimeOffset asOf)
    {
        var last = _fired.InOrder((a, b) => End(b).CompareTo(End(a)));
        return last is not [var episode, ..] ? null : Tell(episode, End(episode)) with { Bound = episode.ResolvedAt is null ? TellingBound.After : null };

        DateTimeOffset End(AlertEpisode alert) => alert.ResolvedAt ?? alert.LastSeenFiringAt ?? asOf;
    }

    /// <summary>A point in time that an alert tells; null when none does.</summary>
    public Telling? Of(IncidentTimestamp timestamp) =>
        _fired.Find(e => e.BeganAt == timestamp.Time || e.FiringAt == timestamp.Time || e.ResolvedAt == timestamp.Time) is { } episode ? Tell(episode, timestamp.Time) : null;

    private Telling? First(Func<AlertEpisode, DateTimeOffset?> time)
    {
        var first = _fired.Where(e => time(e) is not null).InOrder((a, b) => time(a)!.Value.CompareTo(time(b)!.Value));
        return first is [var episode, ..] ? Tell(episode, time(episode)!.Value) : null;
    }

    private static Telling Tell(AlertEpisode episode, DateTimeOffset time) => new()
    {
        Source = FactSource.Alert,
        Name = episode.Name,
        Time = time,
        Uncertainty = episode.UncertaintySeconds ?? AlertEpisodeMerger.AssumedInterval.TotalSeconds,
    };
}
