namespace Operator.Core.Evidence;

/// <summary>One point of the chart.</summary>
/// <param name="At">The end of the stretch that the value is about.</param>
/// <param name="Value">The indicator, 0 to 1; null where there is no traffic or no data (a gap in the line).</param>
/// <param name="Total">All events per second in the stretch; null where they were not counted, and in evidence of earlier versions.</param>
/// <param name="Errors">Failed events per second in the stretch; null as <paramref name="Total"/>.</param>
public sealed record SliPoint(DateTimeOffset At, double? Value = null, double? Total = null, double? Errors = null);
