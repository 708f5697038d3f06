using Operator.Api;

namespace Operator.Core.Contradictions;

/// <summary>What one source tells of a fact: a time, a count, or that it never was.</summary>
public sealed record Telling
{
    /// <summary>Which kind of source.</summary>
    public required FactSource Source { get; init; }

    /// <summary>The name of the alert or objective, or of another moment that people state; null for the fact itself.</summary>
    public string? Name { get; init; }

    /// <summary>Which other moment of the incident it tells; null for the fact itself.</summary>
    public IncidentTimestampName? Moment { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>How exactly a person knows that time.</summary>
    public TimePrecision Precision { get; init; }

    /// <summary>How many.</summary>
    public double? Count { get; init; }

    /// <summary>How the value is meant; null when it is meant as it stands.</summary>
    public TellingBound? Bound { get; init; }

    /// <summary>How far the value may be off: seconds, or events; from 0.</summary>
    public double Uncertainty { get; init; }
}
