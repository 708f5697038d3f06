using Operator.Core.Evidence;

namespace Operator.Core.Reports;

/// <summary>One stretch in which one alert was active, recorded stretches merged over gaps that a Prometheus restart leaves.</summary>
public sealed record AlertEpisode
{
    /// <summary>The alert's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its labels.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>When its condition became true, by the time of the sample: the moment at which the rule looked.</summary>
    public DateTimeOffset? PendingAt { get; init; }

    /// <summary>When it fired, by the clock: the sample's time and the query offset; null when it never did or its beginning is not known.</summary>
    public DateTimeOffset? FiringAt { get; init; }

    /// <summary>When it stopped firing, by the clock; null while it fires, or when it never fired.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>Whether it fired at the last moment that was looked at.</summary>
    public bool Firing { get; init; }

    /// <summary>When it was last seen firing, by the clock, where nothing of its source is newer, so that nobody knows whether it has ended; null otherwise.</summary>
    public DateTimeOffset? LastSeenFiringAt { get; init; }

    /// <summary>How many recorded stretches were merged.</summary>
    public int Merged { get; init; } = 1;

    /// <summary>How far the end may be off, in seconds: one evaluation interval, what Grafana could not see after it, and what rules of one name do not agree about; null when the interval could not be told.</summary>
    public double? UncertaintySeconds { get; init; }

    /// <summary>The distance of evaluations in seconds; null when it could not be told.</summary>
    public double? IntervalSeconds { get; init; }

    /// <summary>True when it was active before the earliest moment that was asked for.</summary>
    public bool StartUnknown { get; init; }

    /// <summary>How far the rule looked back when it fired, in seconds; 0 without a query offset.</summary>
    public double OffsetSeconds { get; init; }

    /// <summary>The same at the end: an offset may be changed between two stretches.</summary>
    public double EndOffsetSeconds { get; init; }

    /// <summary>What keep_firing_for was taken off the last firing sample, in seconds; 0 without.</summary>
    public double KeepFiringSeconds { get; init; }

    /// <summary>The rule's keep_firing_for where the alert did not even fire that long, so that nothing was taken off, in seconds; 0 elsewhere.</summary>
    public double KeepFiringUnfitSeconds { get; init; }

    /// <summary>By how many more seconds its condition may have been over, where rules of its name differ in keep_firing_for; 0 where they do not.</summary>
    public double KeepFiringMoreSeconds { get; init; }

    /// <summary>Labels by which its series differed that are one alert all the same.</summary>
    public IReadOnlyList<MergedLabel> MergedLabels { get; init; } = [];

    /// <summary>Until when Grafana waited whether it stays resolved; null when it did not.</summary>
    public DateTimeOffset? RecoveringUntil { get; init; }

    /// <summary>When Grafana's query gave no data.</summary>
    public IReadOnlyList<TimeRange> NoData { get; init; } = [];

    /// <summary>When Grafana's query failed.</summary>
    public IReadOnlyList<TimeRange> Failed { get; init; } = [];

    /// <summary>Whether it ever fired.</summary>
    internal bool HasFired => Firing || FiringAt is not null || ResolvedAt is not null || LastSeenFiringAt is not null;

    /// <summary>The time of the first sample that is known, by which the beginning and the detection can be compared.</summary>
    internal DateTimeOffset? BeganAt => PendingAt ?? FiringSampleAt;

    /// <summary>The time of the first firing sample.</summary>
    internal DateTimeOffset? FiringSampleAt => FiringAt is { } at ? Instants.Add(at, TimeSpan.FromSeconds(-OffsetSeconds)) : null;
}
