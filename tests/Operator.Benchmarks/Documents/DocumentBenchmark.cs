using System.Globalization;
using Operator.Core.Documents;
using Operator.Core.Documents.Charts;
using Operator.Core.Reports;
using Operator.Rendering;
using Operator.Rendering.Templates;
using Scriban;
using Scriban.Runtime;

namespace Operator.Benchmarks.Documents;

/// <summary>
/// What the figures, the charts, Markdown's and HTML's making cost beyond the template engine: all of it, warm, against the same
/// template rendered by Scriban alone on a model that is ready. The product runs its own template without Scriban's evaluation.
/// </summary>
internal static class DocumentBenchmark
{
    private const double Limit = 3;
    private const int Rounds = 60;
    private const int Batch = 20;

    // Until the just-in-time compiler is done with what runs here, which on a busy machine takes a hundred rounds.
    private const int Warmup = 150;

    public static Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var resource = FullSample.Resource();
        var evidence = FullSample.Evidence();
        var renderer = new DocumentRenderer(new TemplateCatalog(directory: null), new TemplateRenderer(TimeProvider.System));
        var options = new DocumentOptions { EvidenceDigest = Operator.Evidence.EvidenceFile.Digest(evidence) };
        var report = IncidentReportBuilder.Build(resource, evidence, evidence.CollectedAt);

        RenderedDocument? document = null;
        void Everything() => document = renderer.Render(
            resource, IncidentReportBuilder.Build(resource, evidence, evidence.CollectedAt), evidence, options, cancellationToken);

        var template = Template.Parse(TemplateSource.Default.Text);
        var model = TemplateModelObject.From(DocumentModelBuilder.Build(resource, report, evidence, options));
        string? text = null;
        void ScribanAlone() => text = template.Render(model);
        void ScribanBare() => Render(template, model);

        var figures = DocumentModelBuilder.Build(resource, report, evidence, options);
        var templates = new TemplateRenderer(TimeProvider.System);
        (string Name, Action Run)[] parts =
        [
            ("everything: report, Markdown, HTML, charts, digest", Everything),
            ("the template by Scriban alone, template.Render(model)", ScribanAlone),
            ("the same without Scriban's own functions", ScribanBare),
            ("report", () => _ = IncidentReportBuilder.Build(resource, evidence, evidence.CollectedAt)),
            ("charts", () => _ = SliChartRenderer.RenderAll(report, resource.Spec.TimeZone, maxBytes: null)),
            ("model", () => _ = DocumentModelBuilder.Build(resource, report, evidence, options)),
            ("Markdown: the model for templates, people's, template", () => _ = templates.Render(TemplateSource.Default, figures, cancellationToken)),
            ("HTML", () => _ = DocumentParts.Fit(document!.Markdown, document.Charts, maxBytes: null)),
            ("digest", () => _ = DocumentDigest.Compute(document!.Markdown, document.Html, document.Charts)),
        ];
        var samples = Interleaved.Processor(Rounds, Batch, Warmup, cancellationToken, [.. parts.Select(p => p.Run)]);

        var verdict = new Verdict(Console.Out);
        foreach (var (part, taken) in parts.Zip(samples))
        {
            verdict.Figure(part.Name + ", median", taken.Median, "µs");
        }

        verdict.Requires("both give the same Markdown", string.Equals(document!.Markdown, text!.ReplaceLineEndings("\n"), StringComparison.Ordinal));
        verdict.AtMost("ratio of the medians", samples[0].Median / samples[1].Median, Limit, "");
        verdict.Figure("ratio to Scriban without its own functions", samples[0].Median / samples[2].Median, "");
        verdict.Figure("ratio of the minima", samples[0].Minimum / samples[1].Minimum, "");
        return Task.FromResult(verdict.Passed);
    }

    // As bare as Scriban goes: no limits, no deadline, no built-in functions.
    private static string Render(Template template, ScriptObject model)
    {
        var context = new TemplateContext(new ScriptObject()) { NewLine = "\n", StrictVariables = true, LimitToString = 0, LoopLimit = 0 };
        context.PushCulture(CultureInfo.InvariantCulture);
        context.PushGlobal(model);
        return template.Render(context);
    }
}
