namespace Operator.Runtime.Leases;

/// <summary>What a Lease says.</summary>
/// <param name="Holder">Identity of the holder; empty when it was released.</param>
/// <param name="Duration">How long others must wait after the last change that they saw; the holder's own figure.</param>
/// <param name="AcquiredAt">When the holder got it; for people only.</param>
/// <param name="RenewedAt">When the holder renewed it last; for people only, as clocks differ.</param>
/// <param name="Transitions">How often it changed hands.</param>
/// <param name="ResourceVersion">Version, which an update must still find.</param>
public sealed record LeaseRecord(
    string Holder, TimeSpan Duration, DateTimeOffset? AcquiredAt, DateTimeOffset? RenewedAt, int Transitions, string ResourceVersion);
