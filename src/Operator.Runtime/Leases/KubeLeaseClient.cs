using Operator.Runtime.Client;

namespace Operator.Runtime.Leases;

/// <summary>
/// A <c>coordination.k8s.io/v1</c> Lease. It is written by a merge patch that carries the version, so that labels and
/// annotations of others stay; the service account needs <c>get</c>, <c>create</c> and <c>patch</c>.
/// </summary>
internal sealed class KubeLeaseClient(KubeApiClient client, ObjectKey key, string fieldManager) : ILeaseClient
{
    public string Name { get; } = key.ToString();

    public async Task<LeaseRecord?> GetAsync(CancellationToken cancellationToken)
    {
        var lease = await client.FindAsync<Lease>(ResourceType.Lease, key, cancellationToken);
        return lease is null ? null : ToRecord(lease);
    }

    public async Task<LeaseRecord> CreateAsync(LeaseRecord record, CancellationToken cancellationToken) => record with
    {
        ResourceVersion = await client.CreateAsync(ResourceType.Lease, key.Namespace, ToLease(record), fieldManager, cancellationToken),
    };

    public async Task<LeaseRecord> UpdateAsync(LeaseRecord record, CancellationToken cancellationToken) =>
        ToRecord(await client.MergePatchAsync<Lease, Lease>(ResourceType.Lease, key, ToLease(record), fieldManager, cancellationToken));

    private static LeaseRecord ToRecord(Lease lease) => new(
        lease.Spec.HolderIdentity ?? "",
        TimeSpan.FromSeconds(lease.Spec.LeaseDurationSeconds ?? 0),
        lease.Spec.AcquireTime,
        lease.Spec.RenewTime,
        lease.Spec.LeaseTransitions ?? 0,
        lease.Metadata.ResourceVersion ?? "");

    private Lease ToLease(LeaseRecord record) => new()
    {
        ApiVersion = ResourceType.Lease.ApiVersion,
        Kind = ResourceType.Lease.Kind,
        Metadata = new LeaseMetadata
        {
            Name = key.Name,
            Namespace = key.Namespace,
            ResourceVersion = record.ResourceVersion.Length == 0 ? null : record.ResourceVersion,
        },
        Spec = new LeaseSpec
        {
            HolderIdentity = record.Holder,
            LeaseDurationSeconds = (int)Math.Ceiling(record.Duration.TotalSeconds),
            AcquireTime = record.AcquiredAt,
            RenewTime = record.RenewedAt,
            LeaseTransitions = record.Transitions,
        },
    };
}
