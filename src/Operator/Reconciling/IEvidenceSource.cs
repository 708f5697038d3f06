using Operator.Api;
using Operator.Core;
using Operator.Core.Evidence;
using Operator.Evidence;

namespace Operator.Reconciling;

/// <summary>Gives evidence of an incident, with every part frozen that is final.</summary>
internal interface IEvidenceSource
{
    /// <summary>Reads what is not frozen.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="kept">What earlier collections gave.</param>
    /// <param name="refresh">Whether to ask for frozen parts too.</param>
    /// <param name="now">The evaluation time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="FailureException">The source is unknown, or the spec cannot be asked about.</exception>
    Task<Collection> CollectAsync(PostMortem resource, IncidentEvidence? kept, bool refresh, DateTimeOffset now, CancellationToken cancellationToken);
}
