using Operator.Api;
using Operator.Core.Documents.Model;

namespace Operator.Core.Documents;

/// <summary>Links, generated from the computed window where they show one.</summary>
internal static class ReferencesSection
{
    private const string AlertsTitle = "Prometheus Alerts";

    public static ReferencesModel Build(DocumentContext context)
    {
        var references = context.Spec.References;
        return new ReferencesModel
        {
            Incident = string.IsNullOrWhiteSpace(references?.IncidentURL) ? null : MarkdownLink.Bare(references.IncidentURL),
            Grafana = Grafana(context, string.IsNullOrWhiteSpace(references?.Grafana?.Url) ? context.Options.GrafanaUrl?.AbsoluteUri : references.Grafana.Url),
            PrometheusAlerts = Alerts(context),
            Links = [.. (references?.Links ?? []).Where(l => !IsOfAlerts(context, l)).Select(l => MarkdownLink.Titled(l.Title, l.Url))],
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

    // A person's own link to the alerts takes the place of what is generated: one of the two would be one too many.
    private static IReadOnlyList<string> Alerts(DocumentContext context)
    {
        var stated = (context.Spec.References?.Links ?? []).Where(l => IsTitledAlerts(l.Title)).Select(l => MarkdownLink.Bare(l.Url)).ToList();
        return stated.Count > 0 ? stated : [.. Generated(context).Select(alert => MarkdownLink.Titled(alert.Name, alert.Url.AbsoluteUri))];
    }

    private static bool IsOfAlerts(DocumentContext context, LinkSpec link) =>
        IsTitledAlerts(link.Title) || (MarkdownLink.Parse(link.Url) is { } url && Generated(context).Any(a => a.Url == url));

    private static bool IsTitledAlerts(string title) => string.Equals(title.Trim(), AlertsTitle, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<(string Name, Uri Url)> Generated(DocumentContext context) => context.Options.PrometheusUrl is not { } prometheus ? [] :
        (context.Spec.Detection?.Alerts ?? []).Select(a => a.Name).Distinct(StringComparer.Ordinal).Select(name => (name, GeneratedLinks.PrometheusAlerts(prometheus, name)));

    private static string Related(RelatedIncidentSpec related)
    {
        var name = MarkdownText.Escape(related.IncidentID ?? related.Name);
        return DocumentModelBuilder.Line(related.Note) is { } note ? $"{name} ({note})" : name;
    }
}
