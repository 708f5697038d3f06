namespace Operator.Api;

/// <summary>Whether the incident is over.</summary>
public enum IncidentState
{
    /// <summary>It is not known when the incident began, or whether it is over.</summary>
    Unknown,

    /// <summary>An alert fires, or spec.incident.ongoing says so; figures are as of the evaluation time.</summary>
    Ongoing,

    /// <summary>It is over.</summary>
    Resolved,
}
