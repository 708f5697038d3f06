using Operator.Api;
using Operator.Core.Documents;
using Operator.Core.Evidence;
using Operator.Core.FollowUp;
using Operator.Core.Reports;
using Operator.Manifests;
using Operator.Rendering;
using Operator.Rendering.Templates;
using Operator.Testing;
using Operator.Tests.Architecture;
using Operator.Validation;

namespace Operator.Tests.Rendering;

/// <summary>Documents for tests.</summary>
internal static class Rendered
{
    public static readonly DocumentOptions Options = new()
    {
        PrometheusUrl = new Uri("http://prometheus.monitoring:9090"),
        EvidenceDigest = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    };

    public static RenderedDocument Document(
        PostMortem resource,
        IncidentEvidence? evidence,
        DateTimeOffset? now = null,
        DocumentOptions? options = null,
        string? templates = null,
        FollowUpInputs? followUp = null)
    {
        var report = IncidentReportBuilder.Build(resource, evidence, now ?? SampleIncident.CollectedAt);
        return Renderer(templates).Render(resource, report, FollowUpBuilder.Build(resource.Spec, now ?? SampleIncident.CollectedAt, followUp), evidence, options ?? Options);
    }

    public static DocumentRenderer Renderer(string? templates = null) => new(new TemplateCatalog(templates), new TemplateRenderer(TimeProvider.System));

    public static PostMortem Sample(string file)
    {
        var text = File.ReadAllText(RepositoryRoot.File("config", "samples", file));
        return Assert.Single(PostMortemFile.Judge(ManifestReader.Read(text, file), file, Validation.Judging.Settings).Resources);
    }
}
