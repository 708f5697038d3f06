using Operator.Api;
using Operator.Core.Evidence;
using Operator.Evidence;

namespace Operator.Reconciling;

/// <summary>Asks nobody: what was saved is all there is.</summary>
internal sealed class ReplayedEvidence : IEvidenceSource
{
    public Task<Collection> CollectAsync(PostMortem resource, IncidentEvidence? kept, bool refresh, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(kept);
        var collection = new Collection(kept) { AskedAt = kept.CollectedAt };
        var evidence = EvidenceJudge.Freeze(resource.Spec, JudgedEvidence.Judge(resource, kept, now), collection);

        // Saved by somebody else, it may be larger than what a cluster keeps.
        return Task.FromResult(collection with { Evidence = EvidenceReducer.Reduce(resource.Spec, evidence) });
    }
}
