using System.Text.Json.Serialization;
using Operator.Api.Json;
using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>What Prometheus says about an action item, by spec.actionItems[].verify. Times are in UTC with milliseconds.</summary>
public sealed record VerificationStatus
{
    /// <summary>Whether the query holds.</summary>
    public required QueryState State { get; init; }

    /// <summary>Since when it has held, or not held, without a break, by the samples; absent while that is not known.</summary>
    [JsonConverter(typeof(MillisecondTimeConverter))]
    public DateTimeOffset? Since { get; init; }

    /// <summary>While state is Unknown: what it was as of knownUntil.</summary>
    public QueryState? Last { get; init; }

    /// <summary>How far the samples have been looked at. Written with a change, and once a day.</summary>
    [JsonConverter(typeof(MillisecondTimeConverter))]
    public DateTimeOffset? KnownUntil { get; init; }

    /// <summary>When the query had held for as long as it must, the last time.</summary>
    [JsonConverter(typeof(MillisecondTimeConverter))]
    public DateTimeOffset? VerifiedAt { get; init; }

    /// <summary>When it had failed for as long as that, after it was verified.</summary>
    [JsonConverter(typeof(MillisecondTimeConverter))]
    public DateTimeOffset? RegressedAt { get; init; }

    /// <summary>Until when the query of a verified action item is asked. Later, nobody looks whether it still holds.</summary>
    [JsonConverter(typeof(MillisecondTimeConverter))]
    public DateTimeOffset? WatchedUntil { get; init; }

    /// <summary>Why the state is Unknown.</summary>
    [Text(128)]
    public string? Reason { get; init; }

    /// <summary>The same as a sentence.</summary>
    [Text(1024)]
    public string? Message { get; init; }

    /// <summary>A digest of query, duration and source that this is about.</summary>
    [Text(64)]
    public required string Inputs { get; init; }
}
