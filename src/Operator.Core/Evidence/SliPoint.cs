namespace Operator.Core.Evidence;

/// <summary>One point of the chart.</summary>
/// <param name="At">The end of the stretch that the value is about.</param>
/// <param name="Value">The indicator, 0 to 1; null where there is no traffic or no data (a gap in the line).</param>
public sealed record SliPoint(DateTimeOffset At, double? Value = null);
