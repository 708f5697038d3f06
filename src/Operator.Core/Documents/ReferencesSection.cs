using Operator.Api;
using Operator.Core.Documents.Model;

namespace Operator.Core.Documents;

/// <summary>Links, generated from the computed window where they show one.</summary>
internal static class ReferencesSection
{
    public static ReferencesModel Build(DocumentContext context)
    {
        var references = context.Spec.References;
        return new ReferencesModel
        {
            Incident = string.IsNullOrWhiteSpace(references?.IncidentURL) ? null : MarkdownLink.Bare(references.IncidentURL),
            Grafana = Grafana(context, references?.Grafana?.Url),
            PrometheusAlerts = Alerts(context),
            Links = [.. (references?.Links ?? []).Select(l => MarkdownLink.Titled(l.Title, l.Url))],
            RelatedIncidents = [.. (references?.RelatedIncidents ?? []).Select(Related)],
        };
    }

    private static string? Grafana(DocumentContext context, string? url)
    {
        if (string.IsNullOrWhiteSpace(url))
        {
            return null;
        }

        return MarkdownLink.Parse(url) is { } dashboard
            ? MarkdownLink.Bare(GeneratedLinks.Grafana(dashboard, context.Report.Incident))
            : MarkdownText.Escape(url);
    }

    private static IReadOnlyList<string> Alerts(DocumentContext context)
    {
        if (context.Options.PrometheusUrl is not { } prometheus)
        {
            return [];
        }

        return [.. (context.Spec.Detection?.Alerts ?? []).Select(a => a.Name).Distinct(StringComparer.Ordinal)
            .Select(name => MarkdownLink.Bare(GeneratedLinks.PrometheusAlerts(prometheus, name)))];
    }

    private static string Related(RelatedIncidentSpec related)
    {
        var name = MarkdownText.Escape(related.IncidentID ?? related.Name);
        return DocumentModelBuilder.Line(related.Note) is { } note ? $"{name} ({note})" : name;
    }
}
