using Operator.Core;
using Operator.Core.Evidence;

namespace Operator.Evidence;

/// <summary>Where the evidence of one resource is kept from one look to the next.</summary>
internal interface IEvidenceStore
{
    /// <summary>Reads the saved evidence.</summary>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="FailureException">It cannot be read, or is not this resource's.</exception>
    Task<SavedEvidence?> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Saves evidence, before any status speaks of it.</summary>
    /// <exception cref="FailureException">It cannot be written.</exception>
    Task<SavedEvidence> SaveAsync(IncidentEvidence evidence, CancellationToken cancellationToken);

    /// <summary>Keeps a file that was loaded or saved.</summary>
    Task KeepAsync(SavedEvidence saved, CancellationToken cancellationToken);

    /// <summary>Keeps evidence, if there is some, that the spec asks nothing of any more.</summary>
    Task KeepUnaskedAsync(CancellationToken cancellationToken);
}
