namespace Operator.Api;

/// <summary>A fact that more than one source tells.</summary>
public enum ContradictedFact
{
    /// <summary>When the incident began.</summary>
    StartedAt,

    /// <summary>When somebody, or something, first noticed it.</summary>
    DetectedAt,

    /// <summary>When an alert fired.</summary>
    AlertFiredAt,

    /// <summary>When somebody took it on.</summary>
    AcknowledgedAt,

    /// <summary>When its effect was reduced.</summary>
    MitigatedAt,

    /// <summary>When the service was well again.</summary>
    RecoveredAt,

    /// <summary>When the last alert stopped firing.</summary>
    AlertClearedAt,

    /// <summary>When the incident was over.</summary>
    ResolvedAt,

    /// <summary>Whether the service was below its objective.</summary>
    BelowObjective,

    /// <summary>How many requests there were.</summary>
    Requests,

    /// <summary>How many requests failed.</summary>
    FailedRequests,
}
