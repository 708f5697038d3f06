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
            Entries = [.. context.Report.Timeline.Select(e => Row(clock, e, days, zones))],
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

    private static TimelineRow Row(LocalClock clock, TimelineEntry entry, bool withDate, TimelineZones zones)
    {
        var time = withDate ? $"{clock.Date(entry.At)} {clock.Time(entry.At)}" : clock.Time(entry.At);
        return new TimelineRow
        {
            Time = zones.Of(entry.At) is { } zone ? $"{time} {zone}" : time,
            Emoji = Emoji(entry.Type),
            Event = entry.Measured ? MarkdownText.Escape(entry.Event) : MarkdownText.Line(entry.Event),
            Actor = DocumentModelBuilder.Line(entry.Actor),
            Measured = entry.Measured,
        };
    }

    private static string Total(DocumentContext context)
    {
        var total = context.Report.Duration(DurationName.Total);
        var value = DurationPhrases.Value(total) is { } text
            ? $"{text} from {total!.From} to {total.To}"
            : DurationPhrases.Sentence(context, DurationName.Total);
        return $"{value} ({DurationPhrases.Short(context, DurationName.TimeToDetect, "TTD")}, "
            + $"{DurationPhrases.Short(context, DurationName.TimeToResolve, "MTTR")})";
    }
}
