using System.Globalization;
using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.Incidents;

namespace Operator.Core.Reports;

/// <summary>What a reader must know of the alerts before trusting the times that they tell.</summary>
/// <param name="episodes">The alerts' episodes.</param>
/// <param name="timestamps">The points in time that are known.</param>
/// <param name="searchWindow">Where alerts were looked for.</param>
/// <param name="asOf">The evaluation time.</param>
internal sealed class AlertWarnings(IReadOnlyList<AlertEpisode> episodes, IReadOnlyList<IncidentTimestamp> timestamps, TimeRange? searchWindow, DateTimeOffset asOf)
{
    // A dev cluster may have hundreds of them.
    private const int MostNamed = 5;

    /// <summary>The warnings, those of one alert together.</summary>
    public IEnumerable<string> Find() =>
        episodes.GroupBy(e => e.Name, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).SelectMany(g => AboutAlert([.. g]));

    private static string Name(AlertEpisode episode) => episode.Name + AlertEpisodeMerger.LabelText(episode.Labels);

    private static string Count(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private IEnumerable<string> AboutAlert(List<AlertEpisode> series)
    {
        List<AlertEpisode> old = [.. series.Where(IsOld)];
        List<AlertEpisode> others = [.. series.Where(e => e.HasFired && !old.Contains(e))];
        var all = old.Take(MostNamed).Select(e => Old(e, others))
            .Concat(old.Count > MostNamed ? [$"{Count(old.Count - MostNamed)} more series of alert {old[0].Name} fire since before the search window began"] : [])
            .Concat(Deciding(series))
            .Concat(series.SelectMany(e => e.MergedLabels.Where(l => l.Changing).Select(l => Changing(e, l))))
            .Concat(series.SelectMany(e => AboutEpisode(e, explained: others.Count > 0 && old.Contains(e))));
        return all;
    }

    private bool IsOld(AlertEpisode episode) =>
        episode.Firing && searchWindow is { } window && (episode.BeganAt is { } began ? began < window.Start : episode.StartUnknown);

    private string Old(AlertEpisode episode, List<AlertEpisode> others)
    {
        var since = episode.BeganAt is { } began ? $"since {Instants.Text(began)}" : "since before samples were read";
        var remedy = AlertExclusion.Matcher(episode, others) is { } matcher
            ? $"if it is not part of this incident, add the matcher {matcher} to spec.detection.alerts"
            : "if that is not this incident, state spec.incident.startedAt and resolvedAt";
        return $"alert {Name(episode)} fires still, {since}, which is before the search window began ({Instants.Text(searchWindow!.Value.Start)}); {remedy}";
    }

    /// <summary>Which of several series tell when the incident was, when that is not the same for all of them.</summary>
    private IEnumerable<string> Deciding(List<AlertEpisode> series)
    {
        List<AlertEpisode> fired = [.. series.Where(e => e.HasFired && e.BeganAt is not null).InOrder((a, b) => a.BeganAt!.Value.CompareTo(b.BeganAt!.Value))];
        List<AlertEpisode> firsts = [.. fired.DistinctBy(e => AlertEpisodeMerger.LabelText(e.Labels), StringComparer.Ordinal)];
        if (firsts.Count < 2 || firsts[^1].BeganAt - firsts[0].BeganAt <= 2 * Interval(firsts[0]))
        {
            yield break;
        }

        var tells = new List<string>();
        if (IsTold(IncidentTimestampName.StartedAt, firsts[0].BeganAt))
        {
            tells.Add($"{Name(firsts[0])} tells when the incident began ({Instants.Text(firsts[0].BeganAt!.Value)}), {Duration(firsts[1].BeganAt!.Value - firsts[0].BeganAt!.Value)} before {Name(firsts[1])}");
        }

        if (fired.Find(e => IsTold(IncidentTimestampName.ResolvedAt, e.ResolvedAt)) is { } last)
        {
            tells.Add($"{Name(last)} tells when it ended ({Instants.Text(last.ResolvedAt!.Value)})");
        }

        if (tells.Count > 0)
        {
            var matcher = AlertExclusion.Matcher(firsts[0], [.. firsts.Skip(1)]);
            yield return $"{Count(firsts.Count)} series of alert {firsts[0].Name} began at different times: {string.Join("; ", tells)}"
                + (matcher is null ? "" : $"; to leave out the first, add the matcher {matcher} to spec.detection.alerts");
        }
    }

    private static string Changing(AlertEpisode episode, MergedLabel label) =>
        $"alert {Name(episode)}: the value of its label {label.Name} changes at each evaluation, which makes another alert of each; its {Count(label.Values)} series were read as one. Put the value into an annotation of the rule";

    private IEnumerable<string> AboutEpisode(AlertEpisode episode, bool explained)
    {
        var name = Name(episode);
        if (episode is { StartUnknown: true, PendingAt: null } && !explained)
        {
            yield return $"alert {name} was active before the search window began, so its beginning is not known; set spec.detection.searchWindow.from earlier, or state spec.incident.startedAt and detectedAt";
        }

        if (episode is { StartUnknown: true, PendingAt: not null, FiringAt: null } && episode.HasFired && !explained)
        {
            yield return $"alert {name} fired before the time that was searched began, so it is not known since when; set spec.detection.searchWindow.from earlier, or state spec.incident.detectedAt";
        }

        if (episode.Firing && searchWindow is { } window && window.End < asOf)
        {
            yield return $"alert {name} fired still when the search window ended ({Instants.Text(window.End)}); set spec.detection.searchWindow.to later, or state spec.incident.resolvedAt";
        }

        if (episode.LastSeenFiringAt is { } seen)
        {
            yield return $"alert {name} was last seen firing at {Instants.Text(seen)}, and nothing of its source is newer, so that nobody knows whether it has ended; "
                + (IsEndStated ? "the incident ends when people state that it did"
                    : (asOf - seen < IncidentWindow.LateSamples ? "it is looked for again until samples come" : "no samples came within a day, and they are not waited for any longer")
                        + "; state spec.incident.resolvedAt if you know the end");
        }

        if (episode.UncertaintySeconds is null && (episode.Firing || episode.ResolvedAt is not null))
        {
            yield return $"the evaluation interval of alert {name} is not known; {AlertEpisodeMerger.AssumedInterval.TotalSeconds:0} s are assumed";
        }
    }

    private static TimeSpan Interval(AlertEpisode episode) =>
        episode.IntervalSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : AlertEpisodeMerger.AssumedInterval;

    private static string Duration(TimeSpan span) => DurationFormat.Format(span);

    private bool IsEndStated => timestamps.Any(t => t.Name == IncidentTimestampName.ResolvedAt && t.Source is TimestampSource.Spec or TimestampSource.Timeline);

    private bool IsTold(IncidentTimestampName name, DateTimeOffset? time) => timestamps.Any(t =>
        t.Name == name && t.Time == time && t.Source is TimestampSource.AlertPending or TimestampSource.AlertFiring);
}
