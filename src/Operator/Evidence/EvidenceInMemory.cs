using Operator.Core.Evidence;

namespace Operator.Evidence;

/// <summary>Keeps evidence for as long as one command runs.</summary>
/// <param name="replayed">What the command was given; null when it reads evidence itself.</param>
internal sealed class EvidenceInMemory(SavedEvidence? replayed) : IEvidenceStore
{
    /// <summary>The evidence that the document rests on; null when there is none.</summary>
    public SavedEvidence? Kept { get; private set; }

    public Task<SavedEvidence?> LoadAsync(CancellationToken cancellationToken) => Task.FromResult(replayed);

    public Task<SavedEvidence> SaveAsync(IncidentEvidence evidence, CancellationToken cancellationToken) => Task.FromResult(EvidenceFile.Save(evidence));

    public Task KeepAsync(SavedEvidence saved, CancellationToken cancellationToken)
    {
        Kept = saved;
        return Task.CompletedTask;
    }

    public Task KeepUnaskedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
