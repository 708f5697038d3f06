namespace Operator.Core.Evidence;

/// <summary>A stretch before the incident in which counters fell by a hair, so that the server counted all that they had once more.</summary>
/// <param name="Range">The step that holds it.</param>
/// <param name="Excess">What was counted too much.</param>
public sealed record CounterFall(TimeRange Range, EventCounts Excess);
