using k8s.Models;
using Operator.Api;
using Operator.Core.Reports;
using Operator.Evidence;
using Operator.FollowUp;
using Operator.Publishing;
using Operator.Reconciling;
using Operator.Rendering;
using Operator.Runtime;
using Operator.Runtime.Conditions;

namespace Operator.Cli;

/// <summary>
/// A first reconcile without a cluster: the operator's own steps, with evidence that is kept in memory and outputs that take everything.
/// That spec.suspend is set is ignored: whoever asks for a rendering gets one. Queries that verify action items are not asked, because a
/// replay of the evidence must give the same.
/// </summary>
/// <param name="renderer">Renders.</param>
/// <param name="time">The clock.</param>
internal sealed class OfflineReconcile(DocumentRenderer renderer, TimeProvider time)
{
    private const string DefaultNamespace = "default";

    /// <summary>Runs the steps.</summary>
    /// <param name="resource">The resource; a status that it has already is ignored.</param>
    /// <param name="source">Where evidence comes from.</param>
    /// <param name="replayed">Evidence that was saved before; null to read it anew.</param>
    /// <param name="now">The evaluation time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="OperationCanceledException">The caller gives up.</exception>
    public async Task<OfflineResult> RunAsync(PostMortem resource, IEvidenceSource source, SavedEvidence? replayed, DateTimeOffset now, CancellationToken cancellationToken)
    {
        resource = AsCreated(resource);
        var round = new ReconcileRound(resource, new ObjectKey(resource.Metadata.NamespaceProperty, resource.Metadata.Name), now);
        var store = new EvidenceInMemory(replayed);
        var steps = new PostMortemSteps(new EvidenceStep(source), new VerifyStep(sources: null, time), new RenderStep(renderer), time) { Limit = Timeout.InfiniteTimeSpan };
        var outcome = await steps.RunAsync(round, store, [new ConfigMapPublisher(resource, configMaps: null)], cancellationToken);
        return new(outcome.Document, StatusBuilder.Build(null, round, outcome), [.. Problems(round, outcome)])
        {
            Evidence = store.Kept ?? (round.Faults.Count == 0 ? NothingAsked(resource, outcome) : null),
        };
    }

    private static IEnumerable<OfflineProblem> Problems(ReconcileRound round, Outcome outcome) =>
        round.Conditions.Where(c => c.Value.Status == ConditionStatus.False).SelectMany(c =>
            c.Key == ConditionTypes.EvidenceCollected && outcome.Evidence is { Problems: { Count: > 0 } problems }
                ? problems.Select(p => new OfflineProblem(c.Key, p.Reason, p.Message))
                : [new OfflineProblem(c.Key, c.Value.Reason, c.Value.Message)]);

    // A replay takes its time from it, and knows by the incident which spec it was saved for.
    private static SavedEvidence? NothingAsked(PostMortem resource, Outcome outcome) => outcome.Evidence is not { Evidence: var evidence }
        ? null
        : EvidenceFile.Save(evidence with { Incident = IncidentWindow.Resolve(resource.Spec, [], evidence.CollectedAt).Measured });

    /// <summary>The resource as an API server has it right after its creation.</summary>
    private static PostMortem AsCreated(PostMortem resource)
    {
        var metadata = resource.Metadata;
        return resource with
        {
            Metadata = new V1ObjectMeta
            {
                Name = metadata.Name,
                NamespaceProperty = metadata.NamespaceProperty ?? DefaultNamespace,
                Generation = metadata.Generation ?? 1,
                CreationTimestamp = metadata.CreationTimestamp,
                Annotations = metadata.Annotations,
                Labels = metadata.Labels,
                Uid = metadata.Uid,
            },
            Status = null,
        };
    }
}
