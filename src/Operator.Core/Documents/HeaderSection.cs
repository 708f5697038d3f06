using Operator.Api;
using Operator.Core.Documents.Model;
using Operator.Core.Incidents;

namespace Operator.Core.Documents;

/// <summary>Title, notices, severity and footer.</summary>
internal static class HeaderSection
{
    public static HeaderModel Header(DocumentContext context)
    {
        var spec = context.Spec;
        return new HeaderModel
        {
            Title = MarkdownText.Line(spec.Title),
            IncidentId = MarkdownText.Escape(spec.IncidentID ?? context.PostMortem.Metadata.Name ?? ""),
            Date = Days(context),
            Tags = DocumentModelBuilder.Lines(spec.Tags),
            Blameless = spec.Template is { Blameless: true },
            Authors = DocumentModelBuilder.Lines(spec.Authors),
            Reviewers = DocumentModelBuilder.Lines(spec.Review?.Reviewers.Select(r => r.Name).ToList()),
            Status = context.Phase switch
            {
                PostMortemPhase.Published => "📝 Published",
                PostMortemPhase.Reviewed => "✅ Reviewed",
                _ => "🟡 Draft",
            },
        };
    }

    public static IReadOnlyList<string> Notices(DocumentContext context)
    {
        var notices = new List<string>();
        if (context.Ongoing)
        {
            notices.Add($"The incident is ongoing. Every figure is as of {context.Clock.Stamp(context.Report.AsOf)}.");
        }

        if (context.Report.State == IncidentState.Unknown && (context.Spec.Type.HasStart() || context.Report.Timestamps.Count > 0))
        {
            var moment = context.Spec.Type.HasStart() && context.Report.Timestamp(IncidentTimestampName.StartedAt) is null ? "began" : "ended";
            var alerts = context.Spec.Detection is { Alerts.Count: > 0 } || context.Report.Alerts.Count > 0 ? ", nor does an alert tell" : "";
            notices.Add($"It is not known when the incident {moment}: nobody stated it{alerts}.");
        }

        if (context.Options.EvidenceFailure is { } reason)
        {
            notices.Add($"The evidence that this document asks for could not be read, because {MarkdownText.Escape(Words.Failure(reason))}: what follows is what people stated, and figures that need evidence are missing.");
        }

        if (!context.ZoneKnown)
        {
            notices.Add($"The time zone {MarkdownText.Escape(context.Spec.TimeZone)} is not known; times are in UTC.");
        }

        notices.AddRange(context.Options.Notices.Select(n => context.Message(n, capital: true)));
        notices.AddRange(context.Report.Warnings.Select(w => context.Message(w, capital: true)));
        return notices;
    }

    public static SeverityModel Severity(DocumentContext context)
    {
        var impact = context.Report.Impact;
        var numbers = string.Join(", ", ImpactPhrases.Numbers(context));
        var customer = ImpactPhrases.IsNone(context) ? ImpactPhrases.None : numbers;
        return new SeverityModel
        {
            Priority = context.Spec.Severity.ToString(),
            Services = DocumentModelBuilder.Lines(context.Spec.Services),
            CustomerImpact = customer.Length == 0 ? null : Words.Capital(customer),
            RevenueImpact = ImpactPhrases.Loss(impact, "loss") is { } loss ? Words.Capital(loss) : null,
            Type = context.Spec.Type == IncidentType.Outage ? null : ImpactPhrases.Type(context.Spec),
            Customers = DocumentModelBuilder.Markdown(context.Spec.Impact?.Customers),
            ImpactDuration = ImpactPhrases.Length(context) is { } length ? Words.Capital(length) : null,
            Duration = DurationPhrases.InWords(context, DurationPhrases.Whole(context)),
        };
    }

    // The date comes from any time that is known.
    private static string? Days(DocumentContext context)
    {
        var report = context.Report;
        var first = report.Timestamps.FirstOrDefault(t => t.Name == IncidentTimestampName.StartedAt)
            ?? report.Timestamps.Where(t => t.Name != IncidentTimestampName.IntroducedAt).InOrder((a, b) => a.Time.CompareTo(b.Time)).FirstOrDefault();
        if (first is null)
        {
            return report.Timeline is [var entry, ..] ? context.Clock.Date(entry.At, entry.Precision) : null;
        }

        var from = context.Clock.Date(first.Time, first.Precision);
        if (report.Timestamp(IncidentTimestampName.ResolvedAt) is { } end && end.Time <= report.AsOf)
        {
            var to = context.Clock.Date(end.Time, end.Precision);
            return string.Equals(from, to, StringComparison.Ordinal) ? from : $"{from} to {to}";
        }

        return report.State == IncidentState.Resolved ? from : $"{from}, {(context.Ongoing ? "ongoing" : DurationPhrases.EndNotKnown)}";
    }
}
