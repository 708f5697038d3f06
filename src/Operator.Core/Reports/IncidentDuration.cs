using Operator.Api;

namespace Operator.Core.Reports;

/// <summary>A duration between two points in time.</summary>
public sealed record IncidentDuration
{
    /// <summary>Which one.</summary>
    public required DurationName Name { get; init; }

    /// <summary>Whether it has a value.</summary>
    public required FigureState State { get; init; }

    /// <summary>The value, not negative; only when Recorded.</summary>
    public TimeSpan? Value { get; init; }

    /// <summary>Where it begins.</summary>
    public required IncidentTimestampName From { get; init; }

    /// <summary>Where it ends.</summary>
    public required IncidentTimestampName To { get; init; }

    /// <summary>Why it has no value.</summary>
    public string? Message { get; init; }
}
