using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.Incidents;

namespace Operator.Core.Reports;

/// <summary>When the incident was, as far as people and alerts tell: what objectives are read over, before any objective is read.</summary>
public sealed record IncidentWindow
{
    /// <summary>The longest incident that figures are measured over. A slip in a year must not ask a server for years.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    /// <summary>How long samples may be late: whoever waits longer waits in vain.</summary>
    public static readonly TimeSpan LateSamples = TimeSpan.FromHours(24);

    // Clocks differ, and an answer takes its time.
    private static readonly TimeSpan Now = TimeSpan.FromMinutes(5);

    /// <summary>Whether it is over.</summary>
    public required IncidentState State { get; init; }

    /// <summary>[s, e], e not after the evaluation time; null when start or end is not known, or no time lies between them.</summary>
    public TimeRange? Range { get; init; }

    /// <summary>What figures are measured over: <see cref="Range"/>, unless it is longer than <see cref="Longest"/>.</summary>
    public TimeRange? Measured => Range is { } range && range.Seconds <= Longest.TotalSeconds ? range : null;

    /// <summary>Why figures cannot be measured, and what to state; null when they can.</summary>
    public EvidenceProblem? Unmeasured { get; init; }

    /// <summary>The alerts' episodes, sorted by time, name and labels.</summary>
    public IReadOnlyList<AlertEpisode> Episodes { get; init; } = [];

    /// <summary>Decides when the incident was.</summary>
    /// <param name="spec">What people say.</param>
    /// <param name="alerts">The alert series that were found.</param>
    /// <param name="asOf">The evaluation time: the evidence's CollectedAt.</param>
    /// <param name="searchWindow">Where alerts were looked for; whether an alert that fires at its end fires still is known only when that is the evaluation time.</param>
    /// <param name="recordedUntil">A moment until which the source certainly went on recording; null when that is taken for granted.</param>
    /// <returns>The window.</returns>
    public static IncidentWindow Resolve(PostMortemSpec spec, IReadOnlyList<AlertSeries> alerts, DateTimeOffset asOf, TimeRange? searchWindow = null, DateTimeOffset? recordedUntil = null)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(alerts);
        asOf = Instants.ToMillisecond(asOf);
        var looked = searchWindow is { } window ? Instants.Min(Instants.ToMillisecond(window.End), asOf) : asOf;
        var episodes = AlertEpisodeMerger.Merge(alerts, asOf, looked, recordedUntil);
        var timestamps = new TimestampResolver(spec, episodes).Resolve(recovered: null);
        var started = timestamps.FirstOrDefault(t => t.Name == IncidentTimestampName.StartedAt);
        var detected = spec.Type.HasStart() ? null : timestamps.FirstOrDefault(t => t.Name == IncidentTimestampName.DetectedAt);
        var resolved = timestamps.FirstOrDefault(t => t.Name == IncidentTimestampName.ResolvedAt);

        // Of times that are known roughly, the outermost: nothing of the incident is left out.
        var (start, end) = ((started ?? detected)?.Time, resolved?.Latest);
        var goesOn = spec.Incident is { Ongoing: true } || (IsCurrent(searchWindow, asOf) && episodes.Any(e => e.Firing));

        // What hurt nobody is over with its detection, unless alerts can tell more.
        var needsNoEnd = !spec.Type.HasStart() && started is null && spec.Detection is not { Alerts.Count: > 0 } && (detected is not null || spec.Timeline.Count > 0);
        var needsNoStart = !spec.Type.HasStart() && resolved is { Source: TimestampSource.Spec or TimestampSource.Timeline };
        var state = start is null && !needsNoStart && !needsNoEnd ? IncidentState.Unknown
            : end is not null ? IncidentState.Resolved
            : goesOn ? IncidentState.Ongoing
            : needsNoEnd ? IncidentState.Resolved
            : IncidentState.Unknown;
        var until = end is { } known ? Instants.Min(known, asOf) : asOf;
        TimeRange? range = start is { } since && (end is not null || state == IncidentState.Ongoing) && until > since ? new TimeRange(since, until) : null;
        return new IncidentWindow
        {
            State = state,
            Range = range,
            Unmeasured = WhyUnmeasured(start, end, state, range, episodes),
            Episodes = episodes,
        };
    }

    /// <summary>Whether alerts were looked for up to the evaluation time, so that one which fired last fires still.</summary>
    /// <param name="searchWindow">Where alerts were looked for; null without alerts.</param>
    /// <param name="asOf">The evaluation time.</param>
    public static bool IsCurrent(TimeRange? searchWindow, DateTimeOffset asOf) => searchWindow is null || asOf - searchWindow.Value.End <= Now;

    private static EvidenceProblem? WhyUnmeasured(DateTimeOffset? start, DateTimeOffset? end, IncidentState state, TimeRange? range, IReadOnlyList<AlertEpisode> episodes)
    {
        if (start is null)
        {
            return new(Reasons.Unknown, "it is not known when the incident began; state spec.incident.startedAt, or alerts that fired");
        }

        if (state == IncidentState.Unknown)
        {
            return new(Reasons.Unknown, (episodes.Latest(e => e.LastSeenFiringAt) is { } seen
                ? $"it is not known when the incident ended: an alert was last seen firing at {Instants.Text(seen)}, and nothing of its source is newer"
                : "it is not known when the incident ended") + "; state spec.incident.resolvedAt, or spec.incident.ongoing while it goes on");
        }

        if (range is not { } whole)
        {
            return new(Reasons.Unknown, end < start ? "the incident ends before it begins; correct one of the two" : "no time has passed since the incident began");
        }

        return whole.Seconds <= Longest.TotalSeconds
            ? null
            : new(Reasons.IncidentTooLong, $"the incident is longer than {Longest.TotalDays:0} days (from {Instants.Text(whole.Start)} to {Instants.Text(whole.End)}), and figures are measured over at most that; correct its start or end");
    }
}
