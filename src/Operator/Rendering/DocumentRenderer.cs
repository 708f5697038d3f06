using Operator.Api;
using Operator.Core.Documents;
using Operator.Core.Documents.Charts;
using Operator.Core.Evidence;
using Operator.Core.FollowUp;
using Operator.Core.Reports;
using Operator.Rendering.Templates;

namespace Operator.Rendering;

/// <summary>An incident's figures and what people wrote about it, as a document. The same inputs give the same bytes.</summary>
/// <param name="catalog">The templates.</param>
/// <param name="templates">Renders them.</param>
internal sealed class DocumentRenderer(TemplateCatalog catalog, TemplateRenderer templates)
{
    /// <summary>Renders the document.</summary>
    /// <exception cref="TemplateException">The template is unknown or has an error.</exception>
    public RenderedDocument Render(
        PostMortem postMortem,
        IncidentReport report,
        FollowUpReport followUp,
        IncidentEvidence? evidence,
        DocumentOptions options,
        CancellationToken cancellationToken = default)
    {
        var template = catalog.Find(postMortem.Spec.Template?.Name);
        var model = DocumentModelBuilder.Build(postMortem, report, followUp, evidence, options);
        var charts = SliChartRenderer.RenderAll(report, postMortem.Spec.TimeZone, options.MaxBytes);
        var blocks = templates.Render(template, model, cancellationToken);
        var markdown = string.Concat(blocks.Select(b => b.Markdown));
        var (text, html) = Fit(template, markdown, charts, options.MaxBytes);
        return new RenderedDocument
        {
            Markdown = text,
            Blocks = text.Length == markdown.Length ? blocks : [new(DocumentBlock.Whole, text)],
            Html = html,
            Charts = charts,
            Template = template.Name,
            Digest = DocumentDigest.Compute(text, html, charts),
        };
    }

    /// <summary>What goes into a document beside a resource and its evidence.</summary>
    /// <exception cref="TemplateException">The template is unknown.</exception>
    public string VersionOf(string? template) => RenderingVersion.Of(catalog.Find(template));

    // Fields of people are contained before, so what is too much comes from the template.
    private static (string Markdown, string Html) Fit(TemplateSource template, string markdown, IReadOnlyList<SloChart> charts, int? maxBytes)
    {
        try
        {
            return DocumentParts.Fit(markdown, charts, maxBytes);
        }
        catch (MarkdownTooComplexException error)
        {
            throw new TemplateException(Reasons.TemplateInvalid, template.Name, $"the Markdown that it makes {error.Message}");
        }
    }
}
