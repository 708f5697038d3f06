using Operator.Core.Evidence;

namespace Operator.Evidence.Sums;

/// <summary>What was counted over a stretch.</summary>
/// <param name="Counts">The counts; null when they could not be had.</param>
/// <param name="Problem">Why not.</param>
internal sealed record CountAnswer(WindowCounts? Counts, EvidenceProblem? Problem)
{
    /// <summary>Both stretches together; the other one lies right before this one.</summary>
    public CountAnswer Plus(CountAnswer other) => Counts is { } mine && other.Counts is { } theirs
        ? new CountAnswer(
            new WindowCounts(
                mine.AskedAt,
                new TimeRange(theirs.Range.Start, mine.Range.End),
                new EventCounts(mine.Counts.Errors + theirs.Counts.Errors, mine.Counts.Total + theirs.Counts.Total),
                mine.FirstErrors + theirs.FirstErrors),
            null)
        : Counts is null ? this : other;
}
