namespace Operator.Core.Evidence;

/// <summary>One slice of the incident.</summary>
public sealed record SliSlice
{
    /// <summary>The slice's beginning.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Its length in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>The share of failed events, 0 to 1; null without traffic or data.</summary>
    public double? ErrorRatio { get; init; }

    /// <summary>Events in the slice; null for an indicator without counts.</summary>
    public EventCounts? Counts { get; init; }

    /// <summary>False when Prometheus has nothing for this slice (a gap), as opposed to data that shows no traffic.</summary>
    public bool HasData { get; set; } = true;

    /// <summary>For a slice that is longer than timeSlice.window: at least so many of its seconds are in bad slices. Null where the slice itself is good or bad.</summary>
    public double? LeastBadSeconds { get; init; }

    /// <summary>Likewise: at most so many seconds.</summary>
    public double? MostBadSeconds { get; init; }
}
