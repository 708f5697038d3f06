namespace Operator.Core.Counters;

/// <summary>The samples of one counter series.</summary>
/// <param name="Process">Who exposes it (the label instance, or empty): series of one process are scraped together.</param>
/// <param name="Samples">The samples, by time.</param>
public sealed record CounterSeries(string Process, IReadOnlyList<CounterSample> Samples);
