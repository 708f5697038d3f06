namespace Operator.Api;

/// <summary>A duration between two points in time.</summary>
public sealed record DurationStatus
{
    /// <summary>Which one.</summary>
    public required DurationName Name { get; init; }

    /// <summary>Whether it has a value.</summary>
    public required FigureState State { get; init; }

    /// <summary>The duration in seconds, to the millisecond; only when Recorded, and its ends are known to the minute or better.</summary>
    public double? Seconds { get; init; }

    /// <summary>The least that it can be in seconds, where an end is known to the hour or less.</summary>
    public double? SecondsAtLeast { get; init; }

    /// <summary>The most that it can be in seconds, where an end is known to the hour or less.</summary>
    public double? SecondsAtMost { get; init; }

    /// <summary>The point in time at which it begins.</summary>
    public required IncidentTimestampName From { get; init; }

    /// <summary>The point in time at which it ends.</summary>
    public required IncidentTimestampName To { get; init; }

    /// <summary>Why it has no value.</summary>
    public string? Message { get; init; }
}
