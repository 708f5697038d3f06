namespace Operator.Runtime.Leases;

/// <summary>Whether this process acts, or waits for the lease.</summary>
public interface ILeadership
{
    /// <summary>True while it may act; always where there is no election.</summary>
    bool IsLeader { get; }
}
