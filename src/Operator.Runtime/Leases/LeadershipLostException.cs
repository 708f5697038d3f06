namespace Operator.Runtime.Leases;

/// <summary>This process does not hold the lease (any more) and must not act.</summary>
/// <param name="lease">The Lease.</param>
/// <param name="cause">How it was lost.</param>
public sealed class LeadershipLostException(string lease, string cause)
    : Exception($"Lease {lease} is not held: {cause}. The process ends, so that its replacement starts from a known state.");
