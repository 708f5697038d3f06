namespace Operator.Core.Evidence;

/// <summary>A stretch of time.</summary>
/// <param name="Start">The beginning.</param>
/// <param name="End">The end, not before the beginning.</param>
public readonly record struct TimeRange(DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>The length in seconds.</summary>
    public double Seconds => (End - Start).TotalSeconds;
}
