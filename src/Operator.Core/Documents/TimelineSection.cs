using Operator.Api;
using Operator.Core.Documents.Model;
using Operator.Core.Reports;

namespace Operator.Core.Documents;

/// <summary>The timeline in the incident's zone.</summary>
internal static class TimelineSection
{
    public static TimelineModel Build(DocumentContext context)
    {
        var clock = context.Clock;
        var (entries, incident) = (context.Report.Timeline, context.Report.Incident);
        var first = Sequences.Earliest(entries.Earliest(e => e.At), incident?.Start) ?? context.Report.AsOf;
        var last = Sequences.Latest(entries.Latest(e => e.At), incident?.End) ?? context.Report.AsOf;
        var zones = new TimelineZones(clock, first, last);
        var days = clock.Day(first) != clock.Day(last);
        return new TimelineModel
        {
            Zone = zones.Heading,
            ClockChange = zones.Notice,
            Entries = [.. context.Report.Timeline.Select(e => Row(context, e, days, zones))],
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
        var known = context.Report.Timestamps.Select(Source).ToList();
        return known.Count == 0 ? null : $"Where these times come from: {string.Join(", ", known)}.";
    }

    private static string Source(IncidentTimestamp timestamp)
    {
        var within = timestamp.UncertaintySeconds is > 0 and var seconds ? $", to within {FigureText.Seconds(seconds)}" : "";
        return $"{Words.Moment(timestamp.Name).ToLowerInvariant()} ({Words.Source(timestamp)}{within})";
    }

    private static DateTimeOffset? Start(DocumentContext context) => context.Report.Timestamp(IncidentTimestampName.StartedAt)?.Time;

    private static TimelineRow Row(DocumentContext context, TimelineEntry entry, bool withDate, TimelineZones zones)
    {
        var clock = context.Clock;
        var time = withDate ? $"{clock.Date(entry.At)} {clock.Time(entry.At)}" : clock.Time(entry.At);
        return new TimelineRow
        {
            Time = zones.Of(entry.At) is { } zone ? $"{time} {zone}" : time,
            Relative = Start(context) is { } start ? Since(start, entry.At) : null,
            Emoji = Emoji(entry.Type),
            Event = Event(entry),
            Actor = DocumentModelBuilder.Line(entry.Actor),
            Measured = entry.Measured,
        };
    }

    private static string Since(DateTimeOffset start, DateTimeOffset at) =>
        at >= start ? $"+{FigureText.Duration(at - start)}" : $"−{FigureText.Duration(start - at)}";

    private static string Event(TimelineEntry entry)
    {
        var text = entry.Measured ? MarkdownText.Escape(entry.Event) : MarkdownText.Line(entry.Event, links: true);
        return entry.Link is { } link ? $"{text} ({MarkdownLink.Titled("link", link)})" : text;
    }

    private static string Total(DocumentContext context) =>
        $"{DurationPhrases.InWords(context, DurationName.Total)} ({DurationPhrases.Short(context, DurationName.TimeToDetect, "TTD")}, "
        + $"{DurationPhrases.Short(context, DurationName.TimeToResolve, "MTTR")})";
}
