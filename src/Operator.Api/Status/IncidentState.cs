namespace Operator.Api;

/// <summary>Whether the incident is over.</summary>
public enum IncidentState
{
    /// <summary>Neither a person nor an alert tells when the incident began.</summary>
    Unknown,

    /// <summary>It has begun and is not over; figures are as of the evaluation time.</summary>
    Ongoing,

    /// <summary>It is over.</summary>
    Resolved,
}
