namespace Operator.Runtime.Leases;

/// <summary>Whether and how one of several replicas is chosen to act.</summary>
public sealed class LeaderElectionOptions
{
    /// <summary>Whether to elect. Off is right for a single replica that is never updated by a rolling deployment. Default on.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Namespace of the Lease. Default <c>default</c>; in a cluster that of the pod.</summary>
    public string Namespace { get; set; } = "default";

    /// <summary>Name of the Lease. Default <c>operator-leader</c>.</summary>
    public string LeaseName { get; set; } = "operator-leader";

    /// <summary>This process among the replicas, such as the pod's name; a random suffix is added. Default: the host's name.</summary>
    public string Identity { get; set; } = Environment.MachineName;

    /// <summary>How long others wait for a holder that stays silent, in whole seconds; at most 15 min. Default 15 s.</summary>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a holder may act after its last successful renewal. What lies between this and the lease duration is the only safety margin. Default 10 s.</summary>
    public TimeSpan RenewDeadline { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest wait between two tries; each is up to a fifth shorter at random. Default 2 s.</summary>
    public TimeSpan RetryPeriod { get; set; } = TimeSpan.FromSeconds(2);

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(LeaseDuration, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(LeaseDuration, RetryAfter.Longest);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(RenewDeadline, LeaseDuration);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(RetryPeriod, RenewDeadline);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(RetryPeriod, TimeSpan.Zero);
        ArgumentException.ThrowIfNullOrWhiteSpace(LeaseName);
        ArgumentException.ThrowIfNullOrWhiteSpace(Namespace);
    }
}
