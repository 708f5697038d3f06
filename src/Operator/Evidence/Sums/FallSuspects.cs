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

    // What is asked for is looked at series by series, which is dear.
    private const double MostSeconds = 2 * 86_400;
    private const double MostUnseen = 0.05;

    // Where a counter fell, more than this is what the fall left and no traffic.
    private const double MostLeft = 2;

    // By how much of what it had a counter falls by a hair, and for how long it stays there.
    private const double MostBelow = 0.011;
    private static readonly TimeSpan LongestBelow = TimeSpan.FromHours(1);

    private readonly HashSet<int> _fallen = [];
    private IReadOnlyList<(int Index, double Excess)> _suspects = [];
    private double _unseen;

    /// <summary>Whether so much is suspect and could not be looked at that the sums mean nothing once one fall was found.</summary>
    public bool IsTooMuchUnseen => _unseen > MostUnseen * steps.Sum(s => isRatio ? Math.Clamp(s.Errors ?? 0, 0, 1) : s.Total ?? 0);

    /// <summary>The stretches to look at, those with most at stake.</summary>
    /// <param name="requests">How many there may be, at least 1.</param>
    public IReadOnlyList<StepGrid> Grids(int requests)
    {
        _suspects = [.. Find().OrderByDescending(s => s.Excess)];
        for (var count = _suspects.Count; count > 0; count = count > 16 ? count / 2 : count - 1)
        {
            var runs = Stretches.Cover([.. _suspects.Take(count).Select(s => s.Index).Order()], requests);
            if (runs.Sum(r => (steps[r.Last].End - steps[r.First].Start).TotalSeconds) <= MostSeconds && runs.All(IsEven))
            {
                _unseen = _suspects.Skip(count).Where(s => !runs.Any(r => r.First <= s.Index && s.Index <= r.Last)).Sum(s => s.Excess);
                return [.. runs.Select(r => new StepGrid(steps[r.Last].End, steps[r.Last].Seconds, r.Last - r.First + 1))];
            }
        }

        return [];
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

    /// <summary>Falls with all that they added: the way back up to where a counter had been was counted as well, in the same step or in one soon after it.</summary>
    /// <param name="found">What was found in the stretches.</param>
    /// <param name="areSigns">Whether what was found tells only where counters fell.</param>
    public IReadOnlyList<CounterFall> WithWaysBack(IReadOnlyList<CounterFall> found, bool areSigns)
    {
        var index = new Dictionary<DateTimeOffset, int>();
        for (var i = 0; i < steps.Count; i++)
        {
            index[Rounded(steps[i].Start)] = i;
        }

        var falls = found.Select(f => (Fall: f, Index: index.GetValueOrDefault(Rounded(f.Range.Start), -1))).Where(f => f.Index >= 0).ToList();

        // What is usual is told by steps without a fall.
        _fallen.UnionWith(falls.Select(f => f.Index));
        var back = _suspects.Where(s => !_fallen.Contains(s.Index) && falls.Exists(f => IsWayBack(s, f.Fall)));
        return
        [
            .. found.Where(f => !index.ContainsKey(Rounded(f.Range.Start))),
            .. falls.Select(f => f.Fall with { Excess = areSigns ? Above(f.Index) : new EventCounts(Whole(f.Fall.Excess.Errors, f.Index, s => s.Errors), Whole(f.Fall.Excess.Total, f.Index, s => s.Total)) }),
            .. back.Select(s => new CounterFall(new TimeRange(steps[s.Index].Start, steps[s.Index].End), Above(s.Index))),
        ];
    }

    private bool IsWayBack((int Index, double Excess) suspect, CounterFall fall) =>
        steps[suspect.Index].Start >= fall.Range.End
        && steps[suspect.Index].Start - fall.Range.End <= LongestBelow
        && (isRatio ? steps[suspect.Index].Start - fall.Range.End < fall.Range.End - fall.Range.Start : suspect.Excess <= MostBelow * fall.Excess.Total);

    private double Whole(double excess, int index, Func<SumStep, double?> value) =>
        excess > 0 && (value(steps[index]) ?? 0) - excess > (MostLeft * Usual(index, value)) + FewEvents ? Above(index, value) : excess;

    private EventCounts Above(int index) => new(Above(index, s => s.Errors), Above(index, s => s.Total));

    private double Above(int index, Func<SumStep, double?> value) => Math.Max(0, (value(steps[index]) ?? 0) - Usual(index, value));

    private static DateTimeOffset Rounded(DateTimeOffset time) => new(((time.UtcTicks + (TimeSpan.TicksPerSecond / 2)) / TimeSpan.TicksPerSecond) * TimeSpan.TicksPerSecond, TimeSpan.Zero);

    // Steps of several collections differ in length where they meet.
    private bool IsEven((int First, int Last) run)
    {
        for (var i = run.First; i <= run.Last; i++)
        {
            if (Math.Abs(steps[i].Seconds - steps[run.Last].Seconds) > 0.001 || (i > run.First && (steps[i].Start - steps[i - 1].End).Duration() > TimeSpan.FromMilliseconds(1)))
            {
                return false;
            }
        }

        return true;
    }

    private IEnumerable<(int Index, double Excess)> Find()
    {
        // Where falls are close together, those around a step tell nothing.
        var ofAll = Median([.. steps.Select(s => s.Errors ?? 0)]) ?? 0;
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps[i].Total is not { } total || _fallen.Contains(i))
            {
                continue;
            }

            var (usual, usualErrors) = (Usual(i, s => s.Total), Usual(i, s => s.Errors));
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
