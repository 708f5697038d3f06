using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.Incidents;

namespace Operator.Core.Reports;

/// <summary>What a reader must know before trusting the figures.</summary>
internal static class ReportWarnings
{
    public static IReadOnlyList<string> Find(IncidentEvidence? evidence, IncidentWindow window, IReadOnlyList<IncidentTimestamp> timestamps, DateTimeOffset asOf)
    {
        IEnumerable<string?> all =
        [
            .. evidence?.AllWarnings() ?? [],
            .. window.Episodes.SelectMany(e => AboutAlert(e, evidence, asOf)),
            evidence?.Incident is { } read && window.Range is { } now && Differ(read, now)
                ? $"objectives were read over {Text(read)}, but the incident is now {Text(now)}; refresh the evidence"
                : null,
            timestamps.FirstOrDefault(t => t.Name == IncidentTimestampName.ResolvedAt) is { } end && end.Time > asOf
                ? $"resolvedAt ({Instants.Text(end.Time)}) is after the evaluation time ({Instants.Text(asOf)}); objectives are read up to the latter"
                : null,
        ];
        return [.. all.OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> AboutAlert(AlertEpisode episode, IncidentEvidence? evidence, DateTimeOffset asOf)
    {
        var name = episode.Name + AlertEpisodeMerger.LabelText(episode.Labels);
        if (episode.StartUnknown && episode.PendingAt is null)
        {
            yield return $"alert {name} was active before the search window began, so its beginning is not known; set spec.detection.searchWindow.from earlier, or state spec.incident.startedAt and detectedAt";
        }

        if (episode is { StartUnknown: true, PendingAt: not null, FiringAt: null } && (episode.Firing || episode.ResolvedAt is not null))
        {
            yield return $"alert {name} fired before the time that was searched began, so it is not known since when; set spec.detection.searchWindow.from earlier, or state spec.incident.detectedAt";
        }

        if (episode.Firing && evidence?.SearchWindow is { } window && window.End < asOf)
        {
            yield return $"alert {name} fired still when the search window ended ({Instants.Text(window.End)}); set spec.detection.searchWindow.to later, or state spec.incident.resolvedAt";
        }

        if (episode.UncertaintySeconds is null && (episode.Firing || episode.ResolvedAt is not null))
        {
            yield return $"the evaluation interval of alert {name} is not known; {AlertEpisodeMerger.AssumedInterval.TotalSeconds:0} s are assumed";
        }
    }

    private static bool Differ(TimeRange a, TimeRange b) =>
        (a.Start - b.Start).Duration() > TimeSpan.FromMilliseconds(1) || (a.End - b.End).Duration() > TimeSpan.FromMilliseconds(1);

    private static string Text(TimeRange range) => $"{Instants.Text(range.Start)} to {Instants.Text(range.End)}";
}
