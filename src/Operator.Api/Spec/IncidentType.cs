namespace Operator.Api;

/// <summary>What kind of incident it was: it decides which facts and sections the document asks for, and in which words.</summary>
public enum IncidentType
{
    /// <summary>Something did not work.</summary>
    Outage,

    /// <summary>Something worked, but slowly or in part.</summary>
    Degradation,

    /// <summary>Data was lost or damaged.</summary>
    DataLoss,

    /// <summary>Something was exposed, or somebody had access who must not.</summary>
    Security,

    /// <summary>Nobody was hurt, but could have been.</summary>
    NearMiss,

    /// <summary>An alert fired although nothing was wrong.</summary>
    FalseAlarm,
}
