using Operator.Api;
using Operator.Core.Evidence;
using Operator.Evidence;
using Operator.Prometheus;

namespace Operator.Reconciling;

/// <summary>Asks the source that a resource names, and makes the answer such as it is kept.</summary>
internal sealed class FreshEvidence(EvidenceCollector collector, PrometheusSources sources)
{
    /// <summary>Reads the evidence, small enough for its ConfigMap.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="now">The evaluation time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="EvidenceException">The source is unknown, or as a whole does not answer.</exception>
    public async Task<IncidentEvidence> CollectAsync(PostMortem resource, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var client = InputsDigest.AsksAnything(resource.Spec) ? sources.Find(resource.Spec.Prometheus?.Source) : null;
        var evidence = await collector.CollectAsync(resource, client, now, cancellationToken);

        // The document links to the server that answered, and must after Prometheus has moved.
        evidence = evidence.Source is { } source ? evidence with { Source = source with { Url = client!.Options.Url } } : evidence;
        return EvidenceReducer.Reduce(resource.Spec, evidence);
    }
}
