using Operator.Api;

namespace Operator.Core.Incidents;

/// <summary>What follows from the type of an incident.</summary>
public static class IncidentTypes
{
    /// <summary>Whether there must be a moment at which users began to be affected. A near miss and a false alarm may have none.</summary>
    public static bool HasStart(this IncidentType type) => type is not (IncidentType.NearMiss or IncidentType.FalseAlarm);

    /// <summary>Whether users, or their data, are affected by what it is.</summary>
    public static bool HasImpact(this IncidentType type) => type.HasStart();

    /// <summary>Whether it is about data, so that what became of them must be told.</summary>
    public static bool IsAboutData(this IncidentType type) => type is IncidentType.DataLoss or IncidentType.Security;
}
