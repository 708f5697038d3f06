namespace Operator.Api;

/// <summary>The points in time of an incident.</summary>
public enum IncidentTimestampName
{
    /// <summary>The fault was made that later showed.</summary>
    IntroducedAt,

    /// <summary>Users began to be affected.</summary>
    StartedAt,

    /// <summary>The incident was noticed.</summary>
    DetectedAt,

    /// <summary>A person took it on.</summary>
    AcknowledgedAt,

    /// <summary>The last fix was applied.</summary>
    MitigatedAt,

    /// <summary>The indicator was back at its objective.</summary>
    RecoveredAt,

    /// <summary>The incident was over.</summary>
    ResolvedAt,
}
