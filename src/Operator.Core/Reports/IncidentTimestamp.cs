using Operator.Api;

namespace Operator.Core.Reports;

/// <summary>A point in time of the incident.</summary>
public sealed record IncidentTimestamp
{
    /// <summary>Which one.</summary>
    public required IncidentTimestampName Name { get; init; }

    /// <summary>When, to the millisecond; the earliest that it can be, where it is known to the minute or less.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The end of what it can be; <see cref="Time"/> where it is known to the second.</summary>
    public DateTimeOffset Latest { get => field == default ? Time : field; init; }

    /// <summary>How exactly a person knows it.</summary>
    public TimePrecision Precision { get; init; }

    /// <summary>How it is known.</summary>
    public required TimestampSource Source { get; init; }

    /// <summary>How far it may be off, in seconds; null where a person said it.</summary>
    public double? UncertaintySeconds { get; init; }

    /// <summary>The time of the alert's sample that tells it; null where no sample does.</summary>
    public DateTimeOffset? SampleAt { get; init; }
}
