namespace Operator.Core.Reports;

/// <summary>One stretch in which one alert was active, recorded stretches merged over gaps that a Prometheus restart leaves.</summary>
public sealed record AlertEpisode
{
    /// <summary>The alert's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its labels.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>When its condition became true.</summary>
    public DateTimeOffset? PendingAt { get; init; }

    /// <summary>When it fired; null when it never did or its beginning is not known.</summary>
    public DateTimeOffset? FiringAt { get; init; }

    /// <summary>When it stopped firing; null while it fires, or when it never fired.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>Whether it fired at the last moment that was looked at.</summary>
    public bool Firing { get; init; }

    /// <summary>How many recorded stretches were merged.</summary>
    public int Merged { get; init; } = 1;

    /// <summary>One evaluation interval in seconds; null when it could not be told.</summary>
    public double? UncertaintySeconds { get; init; }

    /// <summary>True when it was active before the earliest moment that was asked for.</summary>
    public bool StartUnknown { get; init; }
}
