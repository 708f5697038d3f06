namespace Operator.Core.Evidence;

/// <summary>A stretch of more than three scrape intervals in which no counter of an indicator has a sample.</summary>
/// <param name="Start">The last sample before it.</param>
/// <param name="End">The first sample after it.</param>
/// <param name="Bridged">Whether the counters went on after it, so that what was counted meanwhile is known; false when they began again, or nobody knows.</param>
/// <param name="IsUnknown">Whether nothing tells whether the counters went on.</param>
public sealed record SampleGap(DateTimeOffset Start, DateTimeOffset End, bool Bridged, bool IsUnknown = false);
