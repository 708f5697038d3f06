using Operator.Core.Evidence;

namespace Operator.Core.Sums;

/// <summary>Steps of equal length, laid back from an end.</summary>
/// <param name="End">Where the latest step ends.</param>
/// <param name="StepSeconds">The length of a step, above 0.</param>
/// <param name="Count">How many steps, at least 1.</param>
public readonly record struct StepGrid(DateTimeOffset End, double StepSeconds, int Count)
{
    /// <summary>Where the oldest step begins.</summary>
    public DateTimeOffset Start => End.AddSeconds(-Count * StepSeconds);

    /// <summary>Where the oldest step ends: the first moment of a range query.</summary>
    public DateTimeOffset FirstEnd => End.AddSeconds(-(Count - 1) * StepSeconds);

    /// <summary>The stretch.</summary>
    public TimeRange Range => new(Start, End);

    /// <summary>Steps that cover a stretch; the oldest may begin before it.</summary>
    public static StepGrid Over(TimeRange range, double stepSeconds) =>
        new(range.End, stepSeconds, Math.Max(1, (int)Math.Ceiling((range.Seconds - 0.001) / stepSeconds)));

    /// <summary>The same steps in parts of at most so many, latest first, as even as possible.</summary>
    public IEnumerable<StepGrid> Pieces(int most)
    {
        var pieces = (Count + most - 1) / most;
        var (end, left) = (End, Count);
        for (; pieces > 0; pieces--)
        {
            var count = (left + pieces - 1) / pieces;
            yield return new StepGrid(end, StepSeconds, count);
            end = end.AddSeconds(-count * StepSeconds);
            left -= count;
        }
    }
}
