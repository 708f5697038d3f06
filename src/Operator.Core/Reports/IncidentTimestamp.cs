using Operator.Api;

namespace Operator.Core.Reports;

/// <summary>A point in time of the incident.</summary>
public sealed record IncidentTimestamp
{
    /// <summary>Which one.</summary>
    public required IncidentTimestampName Name { get; init; }

    /// <summary>When, to the millisecond.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>How it is known.</summary>
    public required TimestampSource Source { get; init; }

    /// <summary>How far it may be off, in seconds; null where a person said it.</summary>
    public double? UncertaintySeconds { get; init; }

    /// <summary>The time of the alert's sample that tells it; null where no sample does.</summary>
    public DateTimeOffset? SampleAt { get; init; }
}
