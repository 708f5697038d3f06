using System.Text.Json.Serialization;
using Operator.Api.Json;

namespace Operator.Api;

/// <summary>What the figures rest on.</summary>
public sealed record EvidenceStatus
{
    /// <summary>Whether it may still change.</summary>
    public required EvidenceState State { get; init; }

    /// <summary>When it was collected.</summary>
    [JsonConverter(typeof(MillisecondTimeConverter))]
    public DateTimeOffset? CollectedAt { get; init; }

    /// <summary>The digest of the saved evidence.</summary>
    public string? Digest { get; init; }
}
