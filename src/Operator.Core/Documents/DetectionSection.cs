using Operator.Api;
using Operator.Core.Documents.Model;
using Operator.Core.Evidence;
using Operator.Core.Reports;

namespace Operator.Core.Documents;

/// <summary>How the incident was noticed.</summary>
internal static class DetectionSection
{
    private const int LabelLimit = 256;

    // Enough for any reader; the status has more, and a label that explodes must not make the document unreadable.
    private const int MostEpisodes = 50;

    public static DetectionModel Build(DocumentContext context)
    {
        var report = context.Report;
        var names = report.Alerts.Select(a => a.Name).Concat((context.Spec.Detection?.Alerts ?? []).Select(a => a.Name))
            .Distinct(StringComparer.Ordinal).Select(n => MarkdownText.Escape(n, LabelLimit)).ToList();
        return new DetectionModel
        {
            AlertFired = AlertFired(context),
            AlertNames = names,
            Detected = report.Timestamp(IncidentTimestampName.DetectedAt) is { } at ? $"{context.Clock.Stamp(at.Time, at.Precision)} ({Words.ToldBy(at)})" : null,
            Method = Words.Method(report.DetectionMethod),
            TimeToDetect = DurationPhrases.Whole(context) == DurationName.Total ? DurationPhrases.InWords(context, DurationName.TimeToDetect) : null,
            ReportedBy = DocumentModelBuilder.Line(context.Spec.Detection?.ReportedBy),
            Notes = DocumentModelBuilder.Markdown(context.Spec.Detection?.Notes),
            Alerts = [.. report.Alerts.Take(MostEpisodes).Select(a => Alert(context, a)), .. Rest(report.Alerts.Count - MostEpisodes)],
        };
    }

    // The alert's own time and nothing else: what a person noticed is no alert.
    private static string? AlertFired(DocumentContext context)
    {
        var fired = context.Report.Alerts.Where(a => a.HasFired).ToList();
        if (fired.Count > 0)
        {
            return fired.Earliest(a => a.FiringAt) is { } at ? context.Clock.Stamp(at) : "Before the time that was searched";
        }

        if (context.Report.Timeline.FirstOrDefault(e => e is { Type: TimelineEntryType.AlertFired, Measured: false }) is { } told)
        {
            return $"{context.Clock.Stamp(told.At, told.Precision)} (from the timeline)";
        }

        if (context.Spec.Detection?.Alerts.Count is not > 0)
        {
            return null;
        }

        return context.Evidence is { Source: not null, SearchWindow: { } searched } && context.Evidence.Part(EvidencePartNames.Alerts) is not { Problems.Count: > 0 }
            ? $"No, not between {context.Clock.Stamp(searched.Start)} and {context.Clock.Stamp(searched.End)}"
            : "Not known";
    }

    private static IEnumerable<AlertModel> Rest(int count) =>
        count > 0 ? [new AlertModel { Name = $"and {FigureText.Count(count)} more", }] : [];

    private static AlertModel Alert(DocumentContext context, AlertEpisode alert) => new()
    {
        Name = MarkdownText.Escape(alert.Name, LabelLimit),
        Labels = [.. alert.Labels.Keys.Order(StringComparer.Ordinal)
            .Select(name => MarkdownText.Escape($"{name}={alert.Labels[name]}", LabelLimit))],
        PendingAt = alert.PendingAt is { } pending ? context.Clock.Stamp(pending) : null,
        FiringAt = alert.FiringAt is { } firing ? context.Clock.Stamp(firing) : null,
        ResolvedAt = alert.Firing ? (IncidentWindow.IsCurrent(context.Evidence?.SearchWindow, context.Report.AsOf) ? "still firing" : "not known, fired at the end of the search") : alert.LastSeenFiringAt is not null ? "not known" : alert.ResolvedAt is { } resolved ? context.Clock.Stamp(resolved) : null,
        Note = AlertNotes.Of(alert, context.Clock.Stamp) is { } note ? MarkdownText.Escape(note) : null,
    };
}
