namespace Operator.Core.Evidence;

/// <summary>Events in a stretch of time; fractions come from interpolation.</summary>
/// <param name="Errors">Failed events, at least 0.</param>
/// <param name="Total">All events, at least 0.</param>
public readonly record struct EventCounts(double Errors, double Total);
