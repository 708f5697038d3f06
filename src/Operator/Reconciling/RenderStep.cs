using Operator.Api;
using Operator.Core.Documents;
using Operator.Core.FollowUp;
using Operator.Core.Statuses;
using Operator.Publishing;
using Operator.Rendering;
using Operator.Rendering.Templates;

namespace Operator.Reconciling;

/// <summary>Renders the document, as if it were published already, so that publishing it does not change it.</summary>
internal sealed class RenderStep(DocumentRenderer renderer)
{
    // Markdown and page side by side, with room for figures and charts.
    private const int LargestPart = 400 << 10;
    private const int LargestWhole = ConfigMapContent.MaxBytes - (200 << 10);

    /// <summary>Renders beside the sockets' threads what may take long: templates that people wrote may take seconds, the built-in one does not.</summary>
    public Task<RenderedDocument> RunAsync(ReconcileRound round, EvidenceInHand evidence, FollowUpReport followUp, CancellationToken cancellationToken) =>
        TemplateCatalog.IsBuiltIn(round.Resource.Spec.Template?.Name)
            ? Task.FromResult(Run(round, evidence, followUp, cancellationToken))
            : Task.Run(() => Run(round, evidence, followUp, cancellationToken), cancellationToken);

    /// <summary>Renders at once.</summary>
    public RenderedDocument Run(ReconcileRound round, EvidenceInHand evidence, FollowUpReport followUp, CancellationToken cancellationToken)
    {
        var delivered = ConfigMapPublisher.NameFor(round.Resource) is not null;
        var phase = Phases.Of(round.Resource.Spec, evidence.Report.State, followUp, delivered, round.Previous.Phase);
        var options = new DocumentOptions
        {
            PrometheusUrl = evidence.Evidence.Source?.Url is { } url ? new Uri(url) : null,
            EvidenceDigest = evidence.Status?.Digest,
            EvidenceFailure = evidence.Failure,
            Phase = phase,
            PublishedAt = round.PublishedAt(phase),
            Notices = round.Notices,
        };
        var document = renderer.Render(round.Resource, evidence.Report, followUp, evidence.Evidence, options, cancellationToken);
        if (!Utf8Size.Fits([document.Markdown, document.Html, .. document.Charts.Select(c => c.Svg)], LargestWhole))
        {
            document = renderer.Render(round.Resource, evidence.Report, followUp, evidence.Evidence, options with { MaxBytes = LargestPart }, cancellationToken);
        }

        round.Succeed(ConditionTypes.Rendered, Reasons.Succeeded, $"Rendered with template {document.Template}");
        return document;
    }
}
