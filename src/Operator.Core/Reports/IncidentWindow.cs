using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.Incidents;

namespace Operator.Core.Reports;

/// <summary>When the incident was, as far as people and alerts tell: what objectives are read over, before any objective is read.</summary>
public sealed record IncidentWindow
{
    /// <summary>Whether it is over.</summary>
    public required IncidentState State { get; init; }

    /// <summary>[s, e], e not after the evaluation time; null when no start is known or no time lies between start and end.</summary>
    public TimeRange? Range { get; init; }

    /// <summary>Whether e is the evaluation time.</summary>
    public bool Ongoing => State == IncidentState.Ongoing;

    /// <summary>The alerts' episodes, sorted by time, name and labels.</summary>
    public IReadOnlyList<AlertEpisode> Episodes { get; init; } = [];

    /// <summary>Decides when the incident was.</summary>
    /// <param name="spec">What people say.</param>
    /// <param name="alerts">The alert series that were found.</param>
    /// <param name="asOf">The evaluation time: the evidence's CollectedAt.</param>
    /// <param name="searchWindow">Where alerts were looked for; an alert that fires at its end fires still, as far as is known.</param>
    /// <returns>The window.</returns>
    public static IncidentWindow Resolve(PostMortemSpec spec, IReadOnlyList<AlertSeries> alerts, DateTimeOffset asOf, TimeRange? searchWindow = null)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(alerts);
        asOf = Instants.ToMillisecond(asOf);
        var looked = searchWindow is { } window ? Instants.Min(Instants.ToMillisecond(window.End), asOf) : asOf;
        var episodes = AlertEpisodeMerger.Merge(alerts, looked);
        var timestamps = new TimestampResolver(spec, episodes).Resolve(recovered: null);
        var start = timestamps.FirstOrDefault(t => t.Name == IncidentTimestampName.StartedAt)?.Time;
        var end = timestamps.FirstOrDefault(t => t.Name == IncidentTimestampName.ResolvedAt)?.Time;
        var state = start is null ? IncidentState.Unknown : end is null ? IncidentState.Ongoing : IncidentState.Resolved;
        var until = end is { } known ? Instants.Min(known, asOf) : asOf;
        return new IncidentWindow
        {
            State = state,
            Range = start is { } since && until > since ? new TimeRange(since, until) : null,
            Episodes = episodes,
        };
    }
}
