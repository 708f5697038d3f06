using System.Text.Json.Serialization;
using Operator.Api.Json;

namespace Operator.Api;

/// <summary>A point in time of the incident.</summary>
public sealed record TimestampStatus
{
    /// <summary>Which one.</summary>
    public required IncidentTimestampName Name { get; init; }

    /// <summary>When, in UTC with milliseconds.</summary>
    [JsonConverter(typeof(MillisecondTimeConverter))]
    public required DateTimeOffset Time { get; init; }

    /// <summary>How it is known.</summary>
    public required TimestampSource Source { get; init; }
}
