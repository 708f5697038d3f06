using Operator.Api;
using Operator.Core.Documents.Model;
using Operator.Core.Incidents;
using Operator.Core.Reports;

namespace Operator.Core.Documents;

/// <summary>The timeline in the incident's zone.</summary>
internal static class TimelineSection
{
    public static TimelineModel Build(DocumentContext context)
    {
        var clock = context.Clock;
        var (entries, incident) = (context.Report.Timeline, context.Report.Incident);

        // A row that is known to the day or less shows no clock. Nor does an incident whose ends are.
        var exact = entries.Where(e => e.Precision < TimePrecision.Day).ToList();
        incident = context.Report.Timestamps.Any(t => t.Precision >= TimePrecision.Day) ? null : incident;
        var first = Sequences.Earliest(exact.Earliest(e => e.At), incident?.Start) ?? context.Report.AsOf;
        var last = Sequences.Latest(exact.Latest(e => e.At), incident?.End) ?? context.Report.AsOf;
        var zones = new TimelineZones(clock, first, last);
        var second = context.SecondClock is { } other ? new TimelineZones(other, first, last) : null;
        var days = clock.Day(first) != clock.Day(last) || exact.Count < entries.Count;
        return new TimelineModel
        {
            Zone = zones.Heading,
            ClockChange = zones.Notice,
            Entries = [.. context.Report.Timeline.Select(e => Row(context, e, days, zones, second))],
            SecondZone = second?.Heading,
            HasRelative = Start(context) is not null,
            Total = Total(context),
        };
    }

    public static string Emoji(TimelineEntryType type) => type switch
    {
        TimelineEntryType.IncidentStart => "🔴",
        TimelineEntryType.AlertFired => "🚨",
        TimelineEntryType.Paged => "👤",
        TimelineEntryType.Acknowledged => "🔍",
        TimelineEntryType.RootCause => "🐛",
        TimelineEntryType.FixApplied => "🔧",
        TimelineEntryType.Restarted => "🔄",
        TimelineEntryType.Recovered or TimelineEntryType.Resolved => "✅",
        _ => "•",
    };

    /// <summary>Where the points in time between which durations lie come from, in one sentence; null when none is known.</summary>
    public static string? Sources(DocumentContext context)
    {
        var told = context.Report.Timestamps.GroupBy(Source, StringComparer.Ordinal).ToList();
        return told.Count switch
        {
            0 => null,
            1 when context.Report.Timestamps.Count > 1 => $"Where these times come from: {told[0].Key}.",
            _ => $"Where these times come from: {string.Join("; ", told.Select(g => $"{Words.List([.. g.Select(t => Words.Moment(t.Name).ToLowerInvariant())])} – {g.Key}"))}.",
        };
    }

    private static string Source(IncidentTimestamp timestamp)
    {
        var within = timestamp.UncertaintySeconds is > 0 and var seconds ? $", accurate to {FigureText.Seconds(seconds)}" : "";
        return $"{Words.Teller(timestamp)}{within}";
    }

    private static IncidentTimestamp? Start(DocumentContext context) =>
        context.Report.Timestamp(IncidentTimestampName.StartedAt) is { Precision: < TimePrecision.Hour } start ? start : null;

    private static TimelineRow Row(DocumentContext context, TimelineEntry entry, bool withDate, TimelineZones zones, TimelineZones? second)
    {
        var clock = context.Clock;
        var isDay = entry.Precision >= TimePrecision.Day;
        return new TimelineRow
        {
            Time = Time(clock, entry, withDate) + Zone(clock, zones, entry),

            // Where the second zone has another day, each row says so.
            SecondTime = isDay || second is null || context.SecondClock is not { } other ? null
                : Time(other, entry, withDate || clock.Day(entry.At) != other.Day(entry.At)) + Zone(other, second, entry),
            Relative = Since(context, entry),
            Emoji = entry.Partial ? "🟡" : Emoji(entry.Type),
            Partial = entry.Partial,
            Details = DocumentModelBuilder.Markdown(entry.Details),
            Event = Event(entry),
            Actor = DocumentModelBuilder.Line(entry.Actor),
            Measured = entry.Measured,
        };
    }

    private static string Time(LocalClock clock, TimelineEntry entry, bool withDate) =>
        entry.Precision >= TimePrecision.Day ? clock.Calendar(entry.At, entry.Precision)
        : withDate ? $"{clock.Date(entry.At)} {clock.Clock(entry.At, entry.Precision)}"
        : clock.Clock(entry.At, entry.Precision);

    private static string Zone(LocalClock clock, TimelineZones zones, TimelineEntry entry) =>
        entry.Precision < TimePrecision.Day && !clock.NamesZones(entry.At, entry.Precision) && zones.Of(entry.At) is { } zone ? $" {zone}" : "";

    // Of what is known to the hour or less, no minute since the start is known.
    private static string? Since(DocumentContext context, TimelineEntry entry)
    {
        if (Start(context) is not { } start || entry.Precision >= TimePrecision.Hour)
        {
            return null;
        }

        var isExact = entry.Precision == TimePrecision.Second && start.Precision == TimePrecision.Second;
        var since = isExact ? entry.At - start.Time : DurationEstimate.ByTheMinute(start.Time, entry.At);
        return (since < TimeSpan.Zero ? "−" : "+") + (since == TimeSpan.Zero && !isExact ? "0m" : FigureText.Duration(since.Duration()));
    }

    private static string Event(TimelineEntry entry)
    {
        var text = entry.Measured ? MarkdownText.Escape(entry.Event) : MarkdownText.Line(entry.Event, links: true);
        return entry.Link is { } link ? $"{text} ({MarkdownLink.Titled("link", link)})" : text;
    }

    private static string Total(DocumentContext context)
    {
        var whole = DurationPhrases.InWords(context, DurationPhrases.Whole(context));
        return DurationPhrases.Whole(context) != DurationName.Total
            ? whole
            : $"{whole} ({DurationPhrases.Short(context, DurationName.TimeToDetect, "TTD")}, {DurationPhrases.Short(context, DurationName.TimeToResolve, "MTTR")})";
    }
}
