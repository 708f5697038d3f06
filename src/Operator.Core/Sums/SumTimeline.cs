using Operator.Core.Evidence;

namespace Operator.Core.Sums;

/// <summary>
/// What was summed up over a stretch, in steps, and in slices where slices were looked at. A gap that is shorter than what
/// Prometheus itself looks back is bridged: a missed scrape is not missing data.
/// </summary>
public sealed class SumTimeline
{
    private static readonly TimeSpan LongestGap = TimeSpan.FromMinutes(5);
    private const double MostLost = 1.3;

    private readonly List<SumStep> _steps, _slices;
    private readonly bool[] _covered;
    private readonly double[] _ratios;
    private readonly SliceJudgement _judgement;

    /// <summary>Takes in the sums.</summary>
    /// <param name="steps">Sums over steps; they do not overlap.</param>
    /// <param name="slices">Sums over slices, in whole steps.</param>
    /// <param name="judgement">What makes a slice bad.</param>
    public SumTimeline(IEnumerable<StepSums> steps, IEnumerable<StepSums> slices, SliceJudgement judgement)
    {
        _judgement = judgement;
        _steps = SumStep.Of(steps);
        _slices = SumStep.Of(slices);
        (_covered, _ratios) = Bridged(_steps);
    }

    /// <summary>The steps, oldest first.</summary>
    public IReadOnlyList<SumStep> Steps => _steps;

    /// <summary>Events of a stretch, each step in proportion to its part.</summary>
    /// <param name="range">The stretch.</param>
    /// <param name="onlyPaired">Whether those of steps are left out in which nothing is known of errors.</param>
    public EventCounts CountsIn(TimeRange range, bool onlyPaired = false)
    {
        var (errors, total) = (0.0, 0.0);
        foreach (var step in _steps.Where(s => s.HasData || (!onlyPaired && s.Events is not null)))
        {
            var share = step.SecondsIn(range) / step.Seconds;
            errors += share > 0 ? share * (step.Errors ?? 0) : 0;
            total += share > 0 ? share * step.Events!.Value : 0;
        }

        return new EventCounts(errors, total);
    }

    /// <summary>The steps whose slices must be looked at, by index: they may be bad, and how many cannot be told.</summary>
    public IReadOnlyList<int> Uncertain(TimeRange range)
    {
        var uncertain = new List<int>();
        for (var i = 0; i < _steps.Count; i++)
        {
            if (_steps[i].SecondsIn(range) > 0 && SlicesOf(i) > 1 && (Bounds(i).AreUncertain || _ratios[i] > _judgement.BudgetRatio) && FirstSlice(_steps[i]) is null)
            {
                uncertain.Add(i);
            }
        }

        return uncertain;
    }

    /// <summary>The figures of a stretch.</summary>
    public WindowFigures FiguresOf(TimeRange range)
    {
        var (known, covered, ratio) = (0.0, 0.0, 0.0);
        for (var i = 0; i < _steps.Count; i++)
        {
            var seconds = _steps[i].SecondsIn(range);
            known += seconds;
            covered += _covered[i] ? seconds : 0;
            ratio += _covered[i] ? seconds * MeanRatio(i) : 0;
        }

        var (least, most) = BadSeconds(range);
        return new WindowFigures
        {
            UnknownSeconds = Math.Max(0, range.Seconds - known),
            CoveredSeconds = covered,
            ErrorRatioSeconds = ratio,
            LeastBadSeconds = least,
            MostBadSeconds = most,
        };
    }

    // Slices that are longer than steps are whole numbers of them, laid back from the end.
    private (double Least, double Most) BadSeconds(TimeRange range)
    {
        var (least, most) = (0.0, 0.0);
        if (_steps.Count > 0 && _steps[^1].Seconds < _judgement.SliceSeconds - 0.001)
        {
            var bad = Grouped().Where(s => s.Ratio > _judgement.BudgetRatio + SliceJudgement.Tolerance).Sum(s => s.SecondsIn(range));
            return (bad, bad);
        }

        for (var i = 0; i < _steps.Count; i++)
        {
            var seconds = _steps[i].SecondsIn(range);
            if (seconds <= 0 || !_covered[i])
            {
                continue;
            }

            var (few, many) = BadSecondsOf(i, range);
            least += Math.Min(few, seconds);
            most += Math.Min(many, seconds);
        }

        var edges = EdgesOfUncertainRuns(range) * _judgement.SliceSeconds;
        return (Math.Max(0, least - edges), Math.Min(most + edges, range.Seconds));
    }

    private (double Few, double Many) BadSecondsOf(int index, TimeRange range)
    {
        if (SlicesOf(index) <= 1)
        {
            var bad = _ratios[index] > _judgement.BudgetRatio + SliceJudgement.Tolerance ? _steps[index].Seconds : 0;
            return (bad, bad);
        }

        if (FirstSlice(_steps[index]) is { } first)
        {
            var bad = SlicesFrom(index, first).Where(s => s.Ratio > _judgement.BudgetRatio + SliceJudgement.Tolerance).Sum(s => s.SecondsIn(range));
            return (bad, bad);
        }

        var (least, most) = Bounds(index);
        return (least * _judgement.SliceSeconds, most * _judgement.SliceSeconds);
    }

    private double MeanRatio(int index)
    {
        if (FirstSlice(_steps[index]) is not { } first)
        {
            return double.IsNaN(_ratios[index]) ? 0 : _ratios[index];
        }

        var slices = SlicesFrom(index, first);
        return Math.Min(1, slices.Sum(s => (s.Ratio ?? 0) * s.Seconds) / slices.Sum(s => s.Seconds) * LostInSlices(_steps[index], slices));
    }

    // A series needs two samples in a slice to be seen in it, and finds them sooner in a step. Of a ratio, step and slice are not about the same moments.
    private double LostInSlices(SumStep step, List<SumStep> slices)
    {
        var (errors, total) = (slices.Sum(s => s.Errors ?? 0), slices.Sum(s => s.Total ?? 0));
        return !_judgement.IsRatio && errors > 0 && total > 0 && step is { Errors: > 0 and { } all, Total: > 0 and { } events }
            ? Math.Clamp(all / errors / (events / total), 1 / MostLost, MostLost)
            : 1;
    }

    // Scrapes lie between the edges of slices: at each end of a stretch one slice more or less may be bad.
    private int EdgesOfUncertainRuns(TimeRange range)
    {
        var edges = 0;
        for (var i = 0; i < _steps.Count; i++)
        {
            if (_steps[i].SecondsIn(range) > 0 && SlicesOf(i) > 1 && IsOpen(i))
            {
                edges += (i > 0 && Bounds(i - 1).Most > 0 ? 0 : 1) + (i + 1 < _steps.Count && Bounds(i + 1).Most > 0 ? 0 : 1);
            }
        }

        return edges;
    }

    private bool IsOpen(int index) => FirstSlice(_steps[index]) is null && Bounds(index).Most > 0;

    private BadSlices Bounds(int index) => BadSlices.Of(
        _steps[index],
        index > 0 ? _steps[index - 1] : null,
        index + 1 < _steps.Count ? _steps[index + 1] : null,
        SlicesOf(index),
        _judgement.BudgetRatio,
        _judgement.IsRatio);

    private int SlicesOf(int index) => (int)Math.Round(_steps[index].Seconds / _judgement.SliceSeconds);

    private int? FirstSlice(SumStep step)
    {
        var (low, high) = (0, _slices.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var distance = (_slices[middle].Start - step.Start).TotalMilliseconds;
            if (Math.Abs(distance) < 1)
            {
                return middle + (int)Math.Round(step.Seconds / _slices[middle].Seconds) <= _slices.Count ? middle : null;
            }

            (low, high) = distance < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }

    // Where only errors were asked by the slice, traffic is even within the step. A slice that missed its scrape is like its neighbours.
    private List<SumStep> SlicesFrom(int index, int first)
    {
        var step = _steps[index];
        var count = (int)Math.Round(step.Seconds / _slices[first].Seconds);
        var own = _slices.GetRange(first, count).ConvertAll(s => s.HasData || s.Errors is null ? s : s with { Total = step.Total / count });
        var (_, ratios) = Bridged(own);
        return [.. own.Select((s, i) => s.HasData || double.IsNaN(ratios[i]) ? s : s with { Errors = ratios[i], Total = 1 })];
    }

    private IEnumerable<SumStep> Grouped()
    {
        var size = (int)Math.Round(_judgement.SliceSeconds / _steps[^1].Seconds);
        for (var end = _steps.Count; end > 0; end -= size)
        {
            var group = _steps.GetRange(Math.Max(0, end - size), Math.Min(size, end)).FindAll(s => s.HasData);
            yield return new SumStep(
                _steps[Math.Max(0, end - size)].Start,
                Math.Min(size, end) * _steps[^1].Seconds,
                group.Sum(s => s.Errors ?? 0),
                group.Count == 0 ? null : group.Sum(s => s.Total!.Value));
        }
    }

    private static (bool[] Covered, double[] Ratios) Bridged(List<SumStep> steps)
    {
        var (covered, ratios) = (new bool[steps.Count], new double[steps.Count]);
        var last = -1;
        for (var i = 0; i < steps.Count; i++)
        {
            ratios[i] = steps[i].Ratio ?? double.NaN;
            covered[i] = steps[i].HasData;
            if (!covered[i])
            {
                continue;
            }

            if (last >= 0 && last < i - 1 && steps[i].Start - steps[last].End <= LongestGap)
            {
                var between = (ratios[last], ratios[i]) switch
                {
                    (double.NaN, var b) => b,
                    (var a, double.NaN) => a,
                    var (a, b) => (a + b) / 2,
                };
                covered.AsSpan(last + 1, i - last - 1).Fill(true);
                ratios.AsSpan(last + 1, i - last - 1).Fill(between);
            }

            last = i;
        }

        return (covered, ratios);
    }
}
