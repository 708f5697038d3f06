using Operator.Core.Evidence;
using Operator.Core.Sums;

namespace Operator.Evidence.Sums;

/// <summary>
/// Steps in which a counter may have fallen by a hair: the server takes that for a restart and counts all that the counter had, so that the step
/// has far more events than those around it.
/// </summary>
/// <param name="steps">The steps, oldest first.</param>
/// <param name="perSecond">The incident's events a second by its raw samples; null when that is not known.</param>
/// <param name="isRatio">Whether the steps hold ratios: where errors fell, a step has far more of them than those around it.</param>
internal sealed class FallSuspects(IReadOnlyList<SumStep> steps, double? perSecond, bool isRatio = false)
{
    private const int Around = 6;

    // Falls may be close together for hours.
    private const int FarthestAround = 60;
    private const double FarMore = 3;

    // Traffic changes by much; what a counter had is more than that.
    private const double MostChange = 20;

    // More errors than before bring more events only where they were not events before: the counter of errors fell.
    private const double ByErrors = 1.2;
    private const double MostlyErrors = 0.5;
    private const double FewEvents = 10;
    private const double FewErrors = 0.001;

    private const double MostUnseen = 0.05;

    // Where a counter fell, more than this is what the fall left and no traffic.
    private const double MostLeft = 2;

    private readonly HashSet<int> _fallen = [];
    private Dictionary<DateTimeOffset, int> _index = [];
    private IReadOnlyList<(int Index, double Stake)> _unseen = [];

    /// <summary>Whether so much is suspect and could not be looked at that the sums mean nothing once one fall was found.</summary>
    /// <param name="budgetRatio">The share of events that may fail; null where the sums are no budget's window.</param>
    public bool IsTooMuchUnseen(double? budgetRatio)
    {
        var all = steps.Sum(s => isRatio ? Math.Clamp(s.Errors ?? 0, 0, 1) : s.Events ?? 0);
        return _unseen.Sum(u => u.Stake) > MostUnseen * all || (!isRatio && budgetRatio is { } budget && _unseen.Sum(u => Above(u.Index, s => s.Errors)) > MostUnseen * budget * all);
    }

    /// <summary>The stretches to look at, those with most at stake.</summary>
    /// <param name="requests">How many there may be, at least 1.</param>
    public IReadOnlyList<StepGrid> Grids(int requests)
    {
        IReadOnlyList<(int Index, double Excess)> suspects = [.. Find().OrderByDescending(s => s.Excess)];
        (var grids, _unseen) = StepRuns.Cover(steps, suspects, requests);
        return grids;
    }

    /// <summary>More stretches to look at, once some falls are known: where falls are close together, steps that hold one hide each other.</summary>
    /// <param name="found">The falls that are known.</param>
    /// <param name="requests">How many there may be, at least 1.</param>
    public IReadOnlyList<StepGrid> GridsBeside(IReadOnlyList<CounterFall> found, int requests)
    {
        var starts = found.Select(f => Rounded(f.Range.Start)).ToHashSet();
        _fallen.UnionWith(Enumerable.Range(0, steps.Count).Where(i => starts.Contains(Rounded(steps[i].Start))));
        return Grids(requests);
    }

    /// <summary>All that was counted too much.</summary>
    /// <param name="found">The falls that were found in the stretches.</param>
    /// <param name="back">The steps in which counters grew while they were below their former height.</param>
    /// <param name="areSigns">Whether they tell only where counters fell, and not what was made of it.</param>
    public IReadOnlyList<CounterFall> Whole(IReadOnlyList<CounterFall> found, IReadOnlyList<CounterFall> back, bool areSigns)
    {
        // Where sums of several collections meet, a step may be shorter than a second.
        _index = steps.Index().DistinctBy(s => Rounded(s.Item.Start)).ToDictionary(s => Rounded(s.Item.Start), s => s.Index);
        var fallen = found.Select(f => Rounded(f.Range.Start)).ToHashSet();

        // What is usual is told by steps without a fall.
        _fallen.UnionWith(found.Concat(back).Select(IndexOf).OfType<int>());
        if (areSigns)
        {
            return [.. found.Concat(back.Where(b => !fallen.Contains(Rounded(b.Range.Start)))).Select(f => f with { Excess = IndexOf(f) is { } i ? Above(i) : f.Excess })];
        }

        var again = Regained(back).ToList();
        return
        [
            .. found.Select(f => With(f, again.FirstOrDefault(b => Rounded(b.Range.Start) == Rounded(f.Range.Start))?.Excess ?? default)),
            .. again.Where(b => !fallen.Contains(Rounded(b.Range.Start))),
        ];
    }

    // The way back up may lie in the step of the fall.
    private CounterFall With(CounterFall fall, EventCounts again) => IndexOf(fall) is not { } i ? fall : fall with
    {
        Excess = new EventCounts(Whole(fall.Excess.Errors + again.Errors, i, s => s.Errors), Whole(fall.Excess.Total + again.Total, i, s => s.Events)),
    };

    /// <summary>
    /// What was counted again, where it was: a counter goes on at its usual pace while it is below its former height, and comes back in one step. Where it does not come back,
    /// nothing was counted again.
    /// </summary>
    private IEnumerable<CounterFall> Regained(IReadOnlyList<CounterFall> back)
    {
        List<CounterFall> run = [];
        foreach (var low in back.OrderBy(b => b.Range.Start))
        {
            if (run.Count > 0 && (low.Range.Start - run[^1].Range.End).TotalSeconds > FallSearch.LongestBelowSeconds)
            {
                foreach (var fall in Spread(run))
                {
                    yield return fall;
                }

                run = [];
            }

            run.Add(low);
        }

        foreach (var fall in Spread(run))
        {
            yield return fall;
        }
    }

    private List<CounterFall> Spread(List<CounterFall> run)
    {
        var all = new EventCounts(run.Sum(r => r.Excess.Errors), run.Sum(r => r.Excess.Total));
        var (errors, total) = (Shares(all.Errors, s => s.Errors), Shares(all.Total, s => s.Events));
        return [.. run.Index().Where(r => errors[r.Index] > 0 || total[r.Index] > 0).Select(r => r.Item with { Excess = new EventCounts(errors[r.Index], total[r.Index]) })];

        double[] Shares(double left, Func<SumStep, double?> value)
        {
            var shares = new double[run.Count];
            foreach (var (i, above) in run.Select((r, i) => (i, Above: IndexOf(r) is { } index ? Above(index, value) : 0)).OrderByDescending(r => r.Above))
            {
                shares[i] = Math.Min(above, left);
                left -= shares[i];
            }

            return shares;
        }
    }

    private int? IndexOf(CounterFall fall) => _index.TryGetValue(Rounded(fall.Range.Start), out var index) ? index : null;

    private double Whole(double excess, int index, Func<SumStep, double?> value) =>
        excess > 0 && (value(steps[index]) ?? 0) - excess > (MostLeft * Usual(index, value)) + FewEvents ? Above(index, value) : excess;

    private EventCounts Above(int index) => new(Above(index, s => s.Errors), Above(index, s => s.Events));

    private double Above(int index, Func<SumStep, double?> value) => Math.Max(0, (value(steps[index]) ?? 0) - Usual(index, value));

    private static DateTimeOffset Rounded(DateTimeOffset time) => new(((time.UtcTicks + (TimeSpan.TicksPerSecond / 2)) / TimeSpan.TicksPerSecond) * TimeSpan.TicksPerSecond, TimeSpan.Zero);

    private IEnumerable<(int Index, double Excess)> Find()
    {
        // Where falls are close together, those around a step tell nothing.
        var ofAll = Median([.. steps.Select(s => s.Errors ?? 0)]) ?? 0;
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps[i].Events is not { } total || _fallen.Contains(i))
            {
                continue;
            }

            var (usual, usualErrors) = (Usual(i, s => s.Events), Usual(i, s => s.Errors));
            var excess = total - usual;
            if (isRatio)
            {
                // Below zero where what is subtracted fell.
                if (steps[i].Errors > (FarMore * Math.Min(usualErrors, ofAll)) + FewErrors || steps[i].Errors < -FewErrors)
                {
                    yield return (i, Math.Clamp(Math.Abs(steps[i].Errors!.Value), 0, 1) - Math.Min(usualErrors, ofAll));
                }

                continue;
            }

            var isFarMore = total > (FarMore * usual) + FewEvents;
            var isByErrors = total > (ByErrors * usual) + FewEvents && (steps[i].Errors ?? 0) - usualErrors > MostlyErrors * excess;
            var isOutOfAllBounds = perSecond > 0 && total > (MostChange * perSecond.Value * steps[i].Seconds) + FewEvents;

            // What is subtracted from all events fell.
            var isNegative = (steps[i].Errors ?? 0) < -(MostlyErrors * usual) - FewEvents;
            if (isFarMore || isByErrors || isOutOfAllBounds || isNegative)
            {
                yield return (i, Math.Max(isNegative ? -steps[i].Errors!.Value : excess, isOutOfAllBounds ? total - (perSecond!.Value * steps[i].Seconds) : 0));
            }
        }
    }

    // The median of the steps around, without the step itself and those that are known to hold a fall.
    private double Usual(int index, Func<SumStep, double?> value)
    {
        var others = new List<double>(2 * Around);
        for (var distance = 1; distance <= FarthestAround && others.Count < 2 * Around; distance++)
        {
            foreach (var i in new[] { index - distance, index + distance })
            {
                if (i >= 0 && i < steps.Count && !_fallen.Contains(i) && (distance <= Around || _fallen.Count > 0))
                {
                    others.Add((value(steps[i]) ?? 0) * steps[index].Seconds / steps[i].Seconds);
                }
            }
        }

        return Median(others) ?? double.PositiveInfinity;
    }

    private static double? Median(List<double> values)
    {
        values.Sort();
        return values.Count == 0 ? null : values[values.Count / 2];
    }
}
