using Operator.Api;
using Operator.Core.Documents.Model;

namespace Operator.Core.Documents;

/// <summary>The executive summary. A blank impact is computed; the other lines are a person's.</summary>
internal static class SummarySection
{
    public static SummaryModel Build(DocumentContext context)
    {
        var summary = context.Spec.Summary;
        return new SummaryModel
        {
            Incident = DocumentModelBuilder.Markdown(summary?.Incident),
            Impact = DocumentModelBuilder.Markdown(summary?.Impact),
            ComputedImpact = Impact(context),
            RootCause = DocumentModelBuilder.Markdown(summary?.RootCause),
            Resolution = DocumentModelBuilder.Markdown(summary?.Resolution),
            Prevention = DocumentModelBuilder.Markdown(summary?.Prevention),
        };
    }

    private static string? Impact(DocumentContext context)
    {
        var impact = context.Report.Impact;
        var parts = new List<string?>
        {
            ImpactSection.Users(impact),
            ImpactSection.Requests(impact),
            impact.RevenueLoss is { } loss ? $"{FigureText.Money(loss)} estimated revenue loss" : null,
            Length(context),
        };
        var known = parts.OfType<string>().ToList();
        return known.Count == 0 ? null : string.Join(", ", known);
    }

    private static string? Length(DocumentContext context)
    {
        if (DurationPhrases.Value(context.Report.Duration(DurationName.Total)) is { } total)
        {
            return $"{total} from StartedAt to ResolvedAt";
        }

        return context.Ongoing && context.Report.Incident is { } incident
            ? $"{FigureText.Duration(incident.End - incident.Start)} so far since StartedAt"
            : null;
    }
}
