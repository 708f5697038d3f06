using System.Text.Json.Serialization;
using Operator.Runtime.Client;

namespace Operator.Runtime.Leases;

/// <summary>A Lease as it is sent and read.</summary>
internal sealed class Lease
{
    public string? ApiVersion { get; set; }

    public string? Kind { get; set; }

    public LeaseMetadata Metadata { get; set; } = new();

    public LeaseSpec Spec { get; set; } = new();
}

internal sealed class LeaseMetadata
{
    public string? Name { get; set; }

    public string? Namespace { get; set; }

    public string? ResourceVersion { get; set; }
}

internal sealed class LeaseSpec
{
    public string? HolderIdentity { get; set; }

    public int? LeaseDurationSeconds { get; set; }

    [JsonConverter(typeof(MicroTimeConverter))]
    public DateTimeOffset? AcquireTime { get; set; }

    [JsonConverter(typeof(MicroTimeConverter))]
    public DateTimeOffset? RenewTime { get; set; }

    public int? LeaseTransitions { get; set; }
}
