using Operator.Runtime.Client;

namespace Operator.Runtime.Leases;

/// <summary>Reads and writes one Lease: on the API server, or in a simulation.</summary>
public interface ILeaseClient
{
    /// <summary>The Lease as <c>namespace/name</c>, for people.</summary>
    string Name { get; }

    /// <summary>Reads the Lease; null when it does not exist.</summary>
    Task<LeaseRecord?> GetAsync(CancellationToken cancellationToken);

    /// <summary>Creates the Lease.</summary>
    /// <exception cref="KubeApiException">Somebody else created it, or the request failed.</exception>
    Task<LeaseRecord> CreateAsync(LeaseRecord record, CancellationToken cancellationToken);

    /// <summary>Writes the Lease if its version is still <see cref="LeaseRecord.ResourceVersion"/>.</summary>
    /// <exception cref="KubeApiException">Somebody else wrote it (a conflict), or the request failed.</exception>
    Task<LeaseRecord> UpdateAsync(LeaseRecord record, CancellationToken cancellationToken);
}
