using System.Text.Json.Serialization;
using Operator.Api.Json;

namespace Operator.Api;

/// <summary>A point in time of the incident.</summary>
public sealed record TimestampStatus
{
    /// <summary>Which one.</summary>
    public required IncidentTimestampName Name { get; init; }

    /// <summary>When, in UTC with milliseconds; the earliest that it can be, where precision says that it is known to the minute or less.</summary>
    [JsonConverter(typeof(MillisecondTimeConverter))]
    public required DateTimeOffset Time { get; init; }

    /// <summary>How it is known.</summary>
    public required TimestampSource Source { get; init; }

    /// <summary>How exactly a person knows it; absent when to the second.</summary>
    public TimePrecision? Precision { get; init; }
}
