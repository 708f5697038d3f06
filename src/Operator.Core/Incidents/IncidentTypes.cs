using Operator.Api;

namespace Operator.Core.Incidents;

/// <summary>What follows from the type of an incident.</summary>
public static class IncidentTypes
{
    /// <summary>Whether there must be a moment at which users began to be affected. A near miss and a false alarm may have none.</summary>
    public static bool HasStart(this IncidentType type) => type is not (IncidentType.NearMiss or IncidentType.FalseAlarm);

    /// <summary>Whether users, or their data, are affected by what it is.</summary>
    public static bool HasImpact(this IncidentType type) => type.HasStart();

    /// <summary>Whether people say that nobody was affected: by the type, unless they tell of an impact in words or numbers.</summary>
    public static bool SaysNoImpact(this PostMortemSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return !spec.Type.HasImpact() && !IsTold(spec.Impact) && spec.Impact is not { AffectedUsers.Count: > 0 } && spec.Impact is not { FailedRequests.Count: > 0 };
    }

    private static bool IsTold(ImpactSpec? impact) =>
        impact is not null && (!string.IsNullOrWhiteSpace(impact.Customers) || impact.Phases.Count > 0 || impact.Measures.Any(m => m.Qualifier != MeasureQualifier.NoneKnown && m.Count is not 0));

    /// <summary>Whether it is about data, so that what became of them must be told.</summary>
    public static bool IsAboutData(this IncidentType type) => type is IncidentType.DataLoss or IncidentType.Security;
}
