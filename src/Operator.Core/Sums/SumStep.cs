using Operator.Core.Evidence;

namespace Operator.Core.Sums;

/// <summary>What was summed over one step.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Seconds">Its length, above 0.</param>
/// <param name="Errors">Failed events, or the ratio of an indicator without counts.</param>
/// <param name="Total">All events; null without data.</param>
/// <param name="Unpaired">All events where nothing is known of errors; null elsewhere.</param>
public readonly record struct SumStep(DateTimeOffset Start, double Seconds, double? Errors, double? Total, double? Unpaired = null)
{
    // Less is not traffic: what extrapolation leaves of nothing.
    private const double NoEvents = 1e-9;

    public DateTimeOffset End => Start.AddSeconds(Seconds);

    public bool HasData => Total is not null;

    /// <summary>All events, whether errors are known or not.</summary>
    public double? Events => Total ?? Unpaired;

    /// <summary>The share of failed events; null without traffic or data.</summary>
    public double? Ratio => Total > NoEvents ? Math.Clamp((Errors ?? 0) / Total.Value, 0, 1) : null;

    /// <summary>How many seconds of it lie in a stretch.</summary>
    public double SecondsIn(TimeRange range) =>
        Math.Max(0, (Instants.Min(End, range.End) - Instants.Max(Start, range.Start)).TotalSeconds);

    /// <summary>How many seconds of bad slices the step holds at least and at most; null where it is no longer than a slice.</summary>
    /// <param name="before">The step before it, if there is one.</param>
    /// <param name="after">The step after it, if there is one.</param>
    /// <param name="judgement">What makes a slice bad.</param>
    public (double Least, double Most)? BadSecondsWithin(SumStep? before, SumStep? after, SliceJudgement judgement)
    {
        var slices = (int)Math.Round(Seconds / judgement.SliceSeconds);
        var bounds = BadSlices.Of(this, before, after, slices, judgement.BudgetRatio, judgement.IsRatio);
        return slices <= 1 ? null : (bounds.Least * judgement.SliceSeconds, bounds.Most * judgement.SliceSeconds);
    }

    /// <summary>The steps of several sums, by time. A sum that begins before the one before it ends is cut to what is new.</summary>
    public static List<SumStep> Of(IEnumerable<StepSums> sums)
    {
        var steps = new List<SumStep>();
        foreach (var sum in sums.OrderBy(s => s.Start))
        {
            for (var i = 0; i < sum.Errors.Count; i++)
            {
                var start = sum.Start.AddSeconds(i * sum.StepSeconds);
                if (steps is not [.., var last] || start >= last.End.AddMilliseconds(-1))
                {
                    steps.Add(new SumStep(start, sum.StepSeconds, sum.Errors[i], sum.Total.ElementAtOrDefault(i), sum.Unpaired?.ElementAtOrDefault(i)));
                }
            }
        }

        return steps;
    }
}
