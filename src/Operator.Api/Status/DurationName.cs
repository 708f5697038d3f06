namespace Operator.Api;

/// <summary>The durations of an incident; each has two named endpoints.</summary>
public enum DurationName
{
    /// <summary>From StartedAt to DetectedAt.</summary>
    TimeToDetect,

    /// <summary>From DetectedAt to AcknowledgedAt.</summary>
    TimeToAcknowledge,

    /// <summary>From StartedAt to MitigatedAt.</summary>
    TimeToMitigate,

    /// <summary>From StartedAt to RecoveredAt.</summary>
    TimeToRecover,

    /// <summary>From DetectedAt to ResolvedAt.</summary>
    TimeToResolve,

    /// <summary>From StartedAt to ResolvedAt.</summary>
    Total,

    /// <summary>From IntroducedAt to DetectedAt; only for faults that slept.</summary>
    FaultAge,
}
