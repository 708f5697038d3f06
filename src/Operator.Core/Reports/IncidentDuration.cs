using Operator.Api;
using Operator.Core.Incidents;

namespace Operator.Core.Reports;

/// <summary>A duration between two points in time.</summary>
public sealed record IncidentDuration
{
    /// <summary>Which one.</summary>
    public required DurationName Name { get; init; }

    /// <summary>Whether it has a value.</summary>
    public required FigureState State { get; init; }

    /// <summary>The value, not negative; only when Recorded, and its ends are known to the minute or better.</summary>
    public TimeSpan? Value => Estimate?.Value;

    /// <summary>The duration as exactly as its ends are known; only when Recorded.</summary>
    public DurationEstimate? Estimate { get; init; }

    /// <summary>The duration as people read it, such as "12m" or "about 5 months"; only when Recorded.</summary>
    public string? Text => Estimate?.Text;

    /// <summary>Where it begins.</summary>
    public required IncidentTimestampName From { get; init; }

    /// <summary>Where it ends.</summary>
    public required IncidentTimestampName To { get; init; }

    /// <summary>Why it has no value.</summary>
    public string? Message { get; init; }
}
