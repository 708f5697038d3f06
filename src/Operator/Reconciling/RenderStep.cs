using Operator.Api;
using Operator.Core.Documents;
using Operator.Core.FollowUp;
using Operator.Core.Statuses;
using Operator.Facts;
using Operator.Publishing;
using Operator.Rendering;
using Operator.Rendering.Templates;

namespace Operator.Reconciling;

/// <summary>Renders the document, as if it were published already, so that publishing it does not change it.</summary>
internal sealed class RenderStep(DocumentRenderer renderer)
{
    /// <summary>Renders beside the sockets' threads what may take long: templates that people wrote may take seconds, the built-in one does not.</summary>
    /// <param name="round">The round.</param>
    /// <param name="evidence">What the document rests on.</param>
    /// <param name="followUp">How far people have come.</param>
    /// <param name="isWanted">Whether some output is to be delivered.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<PublishedDocument> RunAsync(ReconcileRound round, EvidenceInHand evidence, FollowUpReport followUp, bool isWanted, CancellationToken cancellationToken)
    {
        var options = Options(round, evidence, followUp, isWanted);
        var document = TemplateCatalog.IsBuiltIn(round.Resource.Spec.Template?.Name)
            ? Render(options)
            : await Task.Run(() => Render(options), cancellationToken);
        round.Succeed(ConditionTypes.Rendered, Reasons.Succeeded, $"Rendered with template {document.Template}");
        return new PublishedDocument(document, StatusBuilder.Published(round, evidence, followUp, options.Phase!.Value), maxBytes => Render(options with { MaxBytes = maxBytes }))
        {
            Evidence = evidence.File,
            Rest = Rest(round, evidence, followUp, document),
        };

        RenderedDocument Render(DocumentOptions with) => renderer.Render(round.Resource, evidence.Report, followUp, evidence.Evidence, with, cancellationToken);
    }

    // A repository is looked at from time to time, for what people write there, and a query of an action item is asked.
    private RestRecord? Rest(ReconcileRound round, EvidenceInHand evidence, FollowUpReport followUp, RenderedDocument document) =>
        round.Resource.Spec.Outputs?.Git is not null || followUp.ActionItems.Any(a => a.Issue is not null) || followUp.NextAsk is not null || evidence.IsOpen || evidence.Failure is not null || round.Faults.Exists(f => !f.IsTerminal || f.Reason == Reasons.EvidenceConflict) ? null : new RestRecord
        {
            Generation = round.Resource.Metadata.Generation ?? 0,
            Document = document.Digest,
            Rendering = renderer.VersionOf(round.Resource.Spec.Template?.Name),
            NextLook = NextLook.OfPeople(round.Resource.Spec, followUp, round.NextStated),
        };

    private static DocumentOptions Options(ReconcileRound round, EvidenceInHand evidence, FollowUpReport followUp, bool isWanted)
    {
        var phase = Phases.Of(round.Resource.Spec, evidence.Report.State, followUp, isWanted, round.Previous.Phase, round.Previous.Document?.ApprovedBy);
        return new DocumentOptions
        {
            PrometheusUrl = Url(evidence.Evidence.Source?.ExternalUrl),
            GrafanaUrl = Url(evidence.Evidence.Source?.GrafanaUrl),
            EvidenceDigest = evidence.Status?.Digest,
            AdoptedFrom = round.Previous.Document?.AdoptedFrom,
            EvidenceFailure = evidence.Failure,
            Phase = phase,
            PublishedAt = round.PublishedAt(phase),
            ChangedAt = round.ChangedAt,
            Notices = round.Notices,
        };
    }

    private static Uri? Url(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var url) ? url : null;
}
