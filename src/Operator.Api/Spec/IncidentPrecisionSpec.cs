using System.ComponentModel;

namespace Operator.Api;

/// <summary>How exactly each of the incident's times is known.</summary>
public sealed record IncidentPrecisionSpec
{
    /// <summary>How exactly introducedAt is known.</summary>
    [DefaultValue(TimePrecision.Second)]
    public TimePrecision IntroducedAt { get; init; }

    /// <summary>How exactly startedAt is known.</summary>
    [DefaultValue(TimePrecision.Second)]
    public TimePrecision StartedAt { get; init; }

    /// <summary>How exactly detectedAt is known.</summary>
    [DefaultValue(TimePrecision.Second)]
    public TimePrecision DetectedAt { get; init; }

    /// <summary>How exactly acknowledgedAt is known.</summary>
    [DefaultValue(TimePrecision.Second)]
    public TimePrecision AcknowledgedAt { get; init; }

    /// <summary>How exactly mitigatedAt is known.</summary>
    [DefaultValue(TimePrecision.Second)]
    public TimePrecision MitigatedAt { get; init; }

    /// <summary>How exactly resolvedAt is known.</summary>
    [DefaultValue(TimePrecision.Second)]
    public TimePrecision ResolvedAt { get; init; }
}
