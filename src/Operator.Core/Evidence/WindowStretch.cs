namespace Operator.Core.Evidence;

/// <summary>A stretch of the budget window before the incident: what it took of the budget, by each method.</summary>
public sealed record WindowStretch
{
    /// <summary>Where it ends; it begins where the one before ends, the first one with the window.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>Events in it; null when the indicator has no counts.</summary>
    public EventCounts? Counts { get; init; }

    /// <summary>Seconds of bad slices; the most that is possible, where steps were coarser than slices.</summary>
    public required double BadSeconds { get; init; }

    /// <summary>The sum over one-minute slices of error ratio times seconds.</summary>
    public required double ErrorRatioSeconds { get; init; }
}
