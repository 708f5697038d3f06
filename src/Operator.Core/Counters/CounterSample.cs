namespace Operator.Core.Counters;

/// <summary>One scraped value of a counter.</summary>
/// <param name="Milliseconds">When, in milliseconds since 1970.</param>
/// <param name="Value">The counter's value, at least 0.</param>
public readonly record struct CounterSample(long Milliseconds, double Value);
