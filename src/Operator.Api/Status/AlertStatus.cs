using System.Text.Json.Serialization;
using Operator.Api.Json;
using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>One stretch in which one alert (a name and a set of labels) was active.</summary>
public sealed record AlertStatus
{
    /// <summary>The alert's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its labels, without alertname and alertstate.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>When its condition became true, by the time of the samples.</summary>
    [JsonConverter(typeof(MillisecondTimeConverter))]
    public DateTimeOffset? PendingAt { get; init; }

    /// <summary>When it fired, by the clock; absent when it never did, or before the search window began.</summary>
    [JsonConverter(typeof(MillisecondTimeConverter))]
    public DateTimeOffset? FiringAt { get; init; }

    /// <summary>When it stopped firing, by the clock: the last firing sample and one evaluation interval, or that sample less keep_firing_for; absent while it fires, and while nothing newer shows that it has ended.</summary>
    [JsonConverter(typeof(MillisecondTimeConverter))]
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>How many recorded stretches were merged into this one, because a gap between them is what a Prometheus restart leaves.</summary>
    public int Episodes { get; init; }

    /// <summary>How far resolvedAt may be off, in seconds: one evaluation interval, and what the rule could not see after it.</summary>
    public double? UncertaintySeconds { get; init; }

    /// <summary>Partial where the samples of the source stop while it fires: how it went on is not known. Absent where they tell its end, or that it fires.</summary>
    public CompletenessStatus? Completeness { get; init; }

    /// <summary>What must be known about these times, such as a query offset, keep_firing_for, or replicas that were read as one.</summary>
    [Text(2048)]
    public string? Note { get; init; }
}
