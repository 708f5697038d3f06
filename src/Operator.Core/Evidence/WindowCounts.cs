namespace Operator.Core.Evidence;

/// <summary>Events of a whole stretch, counted by the server at once.</summary>
/// <param name="AskedAt">When it was asked.</param>
/// <param name="Range">The stretch.</param>
/// <param name="Counts">The events, first values of new error series included.</param>
/// <param name="FirstErrors">How many of the errors are first values of new series, which are in no sum over steps.</param>
public sealed record WindowCounts(DateTimeOffset AskedAt, TimeRange Range, EventCounts Counts, double FirstErrors);
