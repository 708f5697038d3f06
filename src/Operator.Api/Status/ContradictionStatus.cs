using System.Text.Json.Serialization;
using Operator.Api.Json;
using Operator.Api.Schema;

namespace Operator.Api;

/// <summary>A fact that two sources tell differently, by more than both may be off.</summary>
public sealed record ContradictionStatus
{
    /// <summary>What both tell.</summary>
    public required ContradictedFact Fact { get; init; }

    /// <summary>The source that figures rest on.</summary>
    public required TellingStatus First { get; init; }

    /// <summary>The source that tells something else.</summary>
    public required TellingStatus Second { get; init; }

    /// <summary>Up to which distance the two would not contradict each other: seconds between times, requests between counts.</summary>
    public double Uncertainty { get; init; }
}

/// <summary>What one source tells of a fact.</summary>
public sealed record TellingStatus
{
    /// <summary>Which kind of source.</summary>
    public required FactSource Source { get; init; }

    /// <summary>The alert's or the objective's name.</summary>
    [Text(256)]
    public string? Name { get; init; }

    /// <summary>Which other moment of the incident it tells, which cannot come after the fact; absent when it tells the fact itself.</summary>
    public IncidentTimestampName? Moment { get; init; }

    /// <summary>When, in UTC with milliseconds.</summary>
    [JsonConverter(typeof(MillisecondTimeConverter))]
    public DateTimeOffset? Time { get; init; }

    /// <summary>How many.</summary>
    public double? Count { get; init; }

    /// <summary>How the value is meant; absent when it is meant as it stands.</summary>
    public TellingBound? Bound { get; init; }
}
