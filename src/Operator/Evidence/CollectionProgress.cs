namespace Operator.Evidence;

/// <summary>How far the sums over one window are.</summary>
/// <param name="Purpose">What is read.</param>
/// <param name="At">The moment that was reached; a window is read from its end on.</param>
/// <param name="Done">The share that is done, from 0 to 1.</param>
/// <param name="Elapsed">How long the collection has lasted.</param>
internal sealed record CollectionProgress(string Purpose, DateTimeOffset At, double Done, TimeSpan Elapsed);
