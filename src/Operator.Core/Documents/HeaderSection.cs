using Operator.Api;
using Operator.Core.Documents.Model;

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

        if (context.Report.State == IncidentState.Unknown)
        {
            notices.Add(context.Report.Timestamp(IncidentTimestampName.StartedAt) is null
                ? "It is not known when the incident began: neither a person nor an alert tells."
                : "It is not known when the incident ended: no alert is known to fire, and nobody stated it.");
        }

        if (context.Options.EvidenceFailure is { } reason)
        {
            notices.Add($"The evidence that this document asks for could not be read ({MarkdownText.Escape(reason)}): what follows is what people stated, and figures that need evidence are missing.");
        }

        if (!context.ZoneKnown)
        {
            notices.Add($"The time zone {MarkdownText.Escape(context.Spec.TimeZone)} is not known; times are in UTC.");
        }

        notices.AddRange(context.Options.Notices.Select(n => MarkdownText.Escape(n)));
        notices.AddRange(context.Report.Warnings.Select(w => MarkdownText.Escape(w)));
        return notices;
    }

    public static SeverityModel Severity(DocumentContext context)
    {
        var impact = context.Report.Impact;
        string?[] customers = [ImpactSection.Users(impact), ImpactSection.Requests(impact)];
        var customer = string.Join(", ", customers.OfType<string>());
        return new SeverityModel
        {
            Priority = context.Spec.Severity.ToString(),
            Services = DocumentModelBuilder.Lines(context.Spec.Services),
            CustomerImpact = customer.Length == 0 ? null : customer,
            RevenueImpact = impact.RevenueLoss is { } loss ? $"{FigureText.Money(loss)} estimated loss" : null,
            Duration = DurationPhrases.InWords(context, DurationName.Total),
        };
    }

    /// <summary>The day of the newest fact, so that the same facts always give the same document.</summary>
    public static string? LastUpdated(DocumentContext context)
    {
        var latest = context.Report.Timestamps.Latest(t => t.Time);
        latest = Sequences.Latest(latest, context.Report.Timeline.Latest(e => e.At));
        latest = Sequences.Latest(latest, (context.Spec.Review?.Reviewers ?? []).Latest(r => r.ApprovedAt));
        latest = Sequences.Latest(latest, context.Evidence is { Source: not null } evidence ? evidence.CollectedAt : null);
        latest = Sequences.Latest(latest, context.Ongoing ? context.Report.AsOf : null);
        latest = Sequences.Latest(latest, context.PostMortem.Metadata.CreationTimestamp is { } created ? new DateTimeOffset(created.ToUniversalTime()) : null);
        return latest is { } updated ? context.Clock.Date(updated) : null;
    }

    private static string? Days(DocumentContext context)
    {
        if (context.Report.Incident is not { } incident)
        {
            return context.Report.Timestamp(IncidentTimestampName.StartedAt) is { } start ? $"{context.Clock.Date(start.Time)}, {DurationPhrases.EndNotKnown}" : null;
        }

        var (from, to) = (context.Clock.Date(incident.Start), context.Clock.Date(incident.End));
        return string.Equals(from, to, StringComparison.Ordinal) ? from : $"{from} to {to}";
    }
}
