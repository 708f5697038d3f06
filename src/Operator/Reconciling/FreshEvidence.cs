using Operator.Api;
using Operator.Core.Evidence;
using Operator.Evidence;
using Operator.Evidence.Inputs;
using Operator.Prometheus;

namespace Operator.Reconciling;

/// <summary>Asks the source that a resource names, freezes what is final, and makes the whole fit its ConfigMap.</summary>
internal sealed class FreshEvidence(EvidenceCollector collector, PrometheusSources sources) : IEvidenceSource
{
    public async Task<Collection> CollectAsync(PostMortem resource, IncidentEvidence? kept, bool refresh, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var client = PartInputs.AsksAnything(resource.Spec) ? sources.Find(resource.Spec.Prometheus?.Source) : null;
        var collection = await collector.CollectAsync(resource, client, now, kept, refresh, cancellationToken);
        var evidence = collection.Evidence;
        if (!ReferenceEquals(evidence, kept) && evidence.Source is { } source)
        {
            // The document links to where readers reached the server that answered, and must after it has moved.
            evidence = evidence with { Source = source with { ExternalUrl = client!.Options.ExternalURL, GrafanaUrl = client.Options.GrafanaURL } };
        }

        evidence = EvidenceJudge.Freeze(resource.Spec, JudgedEvidence.Judge(resource, evidence, now), collection);
        return collection with { Evidence = ReferenceEquals(evidence, kept) ? evidence : EvidenceReducer.Reduce(resource.Spec, evidence) };
    }
}
