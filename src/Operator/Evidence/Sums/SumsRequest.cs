using Operator.Core.Evidence;
using Operator.Core.Sums;

namespace Operator.Evidence.Sums;

/// <summary>What is wanted of sums over a window.</summary>
internal sealed record SumsRequest
{
    // Between two counts of the same window so little changes.
    private static readonly TimeSpan CountsStand = TimeSpan.FromDays(1);

    /// <summary>The window before the incident.</summary>
    public required TimeRange Range { get; init; }

    /// <summary>The slices by which it is judged.</summary>
    public required SliceJudgement Judgement { get; init; }

    /// <summary>Whether the chosen method counts by slices.</summary>
    public required bool NeedsSlices { get; init; }

    /// <summary>When the incident ended; null while it is ongoing.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>How many events a second the incident had by its raw samples; null when that is not known.</summary>
    public double? PerSecond { get; init; }

    /// <summary>The time of the collection.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Whether nothing is left to ask.</summary>
    public bool IsKnown(KeptSums known, bool hasCounts) =>
        known.Steps.Count > 0
        && !(hasCounts && known.Counts is not null && AsksCounts(known))
        && new SumTimeline(known.Steps, [], Judgement).FiguresOf(Range).IsComplete;

    /// <summary>Whether the window must be counted anew: at most once a day, and once after the incident ended.</summary>
    public bool AsksCounts(KeptSums known) =>
        known.Counts is not { } counts
        || counts.AskedAt + CountsStand <= Now
        || counts.AskedAt < ResolvedAt
        || (Range.Start - counts.Range.Start).Duration() > CountsStand
        || (Range.End - counts.Range.End).Duration() > CountsStand;
}
