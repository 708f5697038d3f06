namespace Operator.Core.Evidence;

/// <summary>Samples at regular distances.</summary>
/// <param name="First">The first sample's time, to the millisecond.</param>
/// <param name="Last">The last sample's time.</param>
/// <param name="Count">How many samples, at least one.</param>
public sealed record SampleRun(DateTimeOffset First, DateTimeOffset Last, int Count);
