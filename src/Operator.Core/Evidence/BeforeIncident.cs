namespace Operator.Core.Evidence;

/// <summary>The budget window before the incident, aggregated by the server.</summary>
public sealed record BeforeIncident
{
    /// <summary>Events; null when the indicator has no counts or they could not be read.</summary>
    public EventCounts? Counts { get; init; }

    /// <summary>
    /// Seconds of bad slices (slices of timeSlice.window, laid back from the incident's start); null when they could not be read. The
    /// least that is possible when <see cref="MostBadSeconds"/> is set.
    /// </summary>
    public double? BadSeconds { get; init; }

    /// <summary>The most seconds of bad slices that are possible, where steps were coarser than slices; null when <see cref="BadSeconds"/> is exact.</summary>
    public double? MostBadSeconds { get; init; }

    /// <summary>The length of the steps in seconds, where they were coarser than slices; null otherwise.</summary>
    public double? StepSeconds { get; init; }

    /// <summary>The sum over one-minute slices of error ratio times seconds; null when it could not be read.</summary>
    public double? ErrorRatioSeconds { get; init; }

    /// <summary>How many seconds data covers; null when it could not be told.</summary>
    public double? CoveredSeconds { get; init; }

    /// <summary>How it went, for the chart: stretches of equal length, at most 30, oldest first. Null when it could not be read, and in evidence of earlier versions.</summary>
    public IReadOnlyList<WindowStretch>? Course { get; init; }
}
