using System.Globalization;
using Operator.Api;
using Operator.Core.Reports;

namespace Operator.Core.Incidents;

/// <summary>Merges what people saw and did with what was measured; a person's entry takes the place of the measured one of its kind.</summary>
/// <param name="spec">What people say.</param>
/// <param name="episodes">The alerts' episodes.</param>
/// <param name="timestamps">The points in time that are known.</param>
internal sealed class TimelineMerger(PostMortemSpec spec, IReadOnlyList<AlertEpisode> episodes, IReadOnlyList<IncidentTimestamp> timestamps)
{
    // An alert with hundreds of series would drown what people wrote.
    private const int MostAlertRows = 50;

    private static readonly TimeSpan Nearly = TimeSpan.FromSeconds(60);

    private readonly List<StatedMoment> _people = [.. spec.Timeline.Select(e => StatedMoment.Of(e.At, e.Precision, spec.TimeZone))];

    /// <summary>The timeline, sorted by time. What people wrote of one time keeps the order in which they wrote it.</summary>
    public IReadOnlyList<TimelineEntry> Merge()
    {
        // A year comes before its months, and a day before its hours.
        var merged = spec.Timeline.Select((e, i) => FromPerson(e, _people[i]))
            .InOrder((a, b) => a.At.CompareTo(b.At) is var at and not 0 ? at : b.Precision.CompareTo(a.Precision));
        foreach (var row in Moments().Concat(AlertRows().Select(r => new Added(r, r.Type, r.At))).InOrder(Compare))
        {
            Insert(merged, row);
        }

        return merged;
    }

    private static int Compare(Added a, Added b) =>
        a.Place.CompareTo(b.Place) is var at and not 0 ? at
        : (a.Rank - b.Rank) is var rank and not 0 ? rank
        : a.Entry.Measured.CompareTo(b.Entry.Measured) is var measured and not 0 ? measured
        : string.CompareOrdinal(a.Entry.Event, b.Entry.Event) is var text and not 0 ? text
        : string.CompareOrdinal(a.Entry.Actor, b.Entry.Actor);

    // After all that led to it: of one moment, before what can only follow from it.
    private static void Insert(List<TimelineEntry> merged, Added row)
    {
        var place = merged.FindIndex(e => e.At > row.Place || (e.At == row.Place && e.Type != TimelineEntryType.Note && e.Type > row.Rank));
        merged.Insert(place < 0 ? merged.Count : place, row.Entry);
    }

    private static TimelineEntry FromPerson(TimelineEntrySpec entry, StatedMoment moment) => new()
    {
        At = moment.Position,
        Precision = entry.Precision,
        Type = entry.Type,
        Event = entry.Event,
        Actor = entry.Actor,
        Partial = entry.Partial,
        Details = entry.Details,
        Link = entry.Link,
    };

    private static bool IsMeasured(IncidentTimestamp timestamp) =>
        timestamp.Source is TimestampSource.AlertPending or TimestampSource.AlertFiring or TimestampSource.SLI;

    private IEnumerable<Added> Moments()
    {
        foreach (var timestamp in timestamps.Where(t => t.Source != TimestampSource.Timeline && !IsWrittenAt(t)))
        {
            var row = Row(timestamp);
            if (row is not null && !(row.Type == TimelineEntryType.Note ? ToldAt(row.At) : Told(row.Type)))
            {
                // An end of which only the day is known stands after what happened on that day.
                var place = row.Type == TimelineEntryType.Resolved && row.Precision >= TimePrecision.Hour ? Instants.Add(timestamp.Latest, -TimeSpan.FromMilliseconds(1)) : row.At;
                yield return new(row, timestamp.Name == IncidentTimestampName.DetectedAt ? TimelineEntryType.AlertFired : row.Type, place);
            }
        }
    }

    private bool Told(TimelineEntryType type) => spec.Timeline.Any(e => e.Type == type && !e.Partial);

    // Whoever states a time and writes an entry for the same moment has told what happened then.
    private bool IsWrittenAt(IncidentTimestamp timestamp) =>
        timestamp.Source == TimestampSource.Spec && _people.Exists(p => p.Earliest == timestamp.Time && p.Precision == timestamp.Precision);

    // An alert and a page tell what was noticed, where they are near.
    private bool ToldAt(DateTimeOffset time) =>
        spec.Timeline.Any(e => e.Type is TimelineEntryType.AlertFired or TimelineEntryType.Paged && (e.At - time).Duration() <= Nearly);

    private TimelineEntry? Row(IncidentTimestamp timestamp)
    {
        var measured = IsMeasured(timestamp);
        TimelineEntry New(TimelineEntryType type, string text, string? actor) =>
            new() { At = timestamp.Time, Precision = timestamp.Precision, Type = type, Event = text, Actor = measured ? actor : null, Measured = measured };

        return timestamp.Name switch
        {
            IncidentTimestampName.IntroducedAt => New(TimelineEntryType.Note, "The fault is introduced", null),
            IncidentTimestampName.StartedAt => New(TimelineEntryType.IncidentStart, measured ? $"Incident start: condition of alert {First(timestamp)} became true" : "Incident start", "System"),
            IncidentTimestampName.DetectedAt when !measured && !episodes.Any(e => (e.FiringAt - timestamp.Time)?.Duration() <= Nearly) => New(TimelineEntryType.Note, "Incident detected", null),
            IncidentTimestampName.AcknowledgedAt => New(TimelineEntryType.Acknowledged, "Acknowledged", null),
            IncidentTimestampName.MitigatedAt => New(TimelineEntryType.FixApplied, "Mitigated", null),
            IncidentTimestampName.RecoveredAt => New(TimelineEntryType.Recovered, $"Service recovered: {Objective()} back at its objective", "System"),
            IncidentTimestampName.ResolvedAt => New(TimelineEntryType.Resolved, measured ? "Incident resolved: alert cleared" : "Incident resolved", "Prometheus"),
            _ => null,
        };
    }

    private string First(IncidentTimestamp timestamp) => episodes.First(e => e.BeganAt == timestamp.Time).Name;

    private string Objective() => spec.Slos.Count > 0 ? spec.Slos[0].Name : "the indicator";

    private IEnumerable<TimelineEntry> AlertRows()
    {
        List<StatedMoment> told = [.. _people.Where((_, i) => spec.Timeline[i].Type == TimelineEntryType.AlertFired)];

        var differing = episodes.Where(e => e.FiringAt is not null).GroupBy(e => e.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, Differing, StringComparer.Ordinal);

        // What people wrote speaks of the first alert, whatever their clock said, and of any that fired at nearly that moment.
        List<TimelineEntry> rows = [.. episodes
            .Where(e => e.FiringAt is not null)
            .GroupBy(e => new Firing(e.FiringAt!.Value, e.Name))
            .InOrder((a, b) => a.Key.At.CompareTo(b.Key.At) is var at and not 0 ? at : string.CompareOrdinal(a.Key.Name, b.Key.Name))
            .Skip(told.Count > 0 ? 1 : 0)
            .Where(g => !told.Exists(t => g.Key.At >= t.Earliest - Nearly && g.Key.At <= t.Latest + Nearly) && !Noted(g.Key))
            .Select(g => Fired(g.First(), g.Count(), differing[g.Key.Name]))];
        return rows.Count <= MostAlertRows
            ? rows
            : rows.Take(MostAlertRows).Append(rows[MostAlertRows] with { Event = string.Create(CultureInfo.InvariantCulture, $"{rows.Count - MostAlertRows} more alerts fired from here on") });
    }

    private bool Noted(Firing firing) => spec.Timeline.Any(e =>
        e.Type == TimelineEntryType.Note && (e.At - firing.At).Duration() <= Nearly && e.Event.Contains(firing.Name, StringComparison.Ordinal));

    private static TimelineEntry Fired(AlertEpisode alert, int series, HashSet<string> differing) => new()
    {
        At = alert.FiringAt!.Value,
        Type = TimelineEntryType.AlertFired,
        Event = series == 1 ? $"Alert fired: {alert.Name}{Which(alert, differing)}" : string.Create(CultureInfo.InvariantCulture, $"Alert fired: {alert.Name} ({series} series)"),
        Actor = "Prometheus",
        Measured = true,
    };

    // Of several series of one alert, the labels that are not the same tell which one fired.
    private static HashSet<string> Differing(IEnumerable<AlertEpisode> series)
    {
        List<AlertEpisode> all = [.. series];
        return [.. all.SelectMany(e => e.Labels.Keys).Distinct(StringComparer.Ordinal)
            .Where(key => all.Exists(e => !string.Equals(e.Labels.GetValueOrDefault(key), all[0].Labels.GetValueOrDefault(key), StringComparison.Ordinal)))];
    }

    private static string Which(AlertEpisode alert, HashSet<string> differing)
    {
        List<string> own = [.. alert.Labels.Keys.Where(differing.Contains).Order(StringComparer.Ordinal).Select(key => $"{key}={alert.Labels[key]}")];
        return own.Count == 0 ? "" : $" ({string.Join(", ", own)})";
    }

    private sealed record Firing(DateTimeOffset At, string Name);

    /// <summary>A row that nobody wrote.</summary>
    /// <param name="Entry">The row.</param>
    /// <param name="Rank">The kind of moment, whose kinds come in the order of an incident.</param>
    /// <param name="Place">Where it stands among the others.</param>
    private sealed record Added(TimelineEntry Entry, TimelineEntryType Rank, DateTimeOffset Place);
}
