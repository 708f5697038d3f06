using Operator.Core.Evidence;

namespace Operator.Evidence.Sums;

/// <summary>Takes what counters that fell by a hair added off sums.</summary>
internal static class FallCorrection
{
    // Less is what extrapolation leaves of nothing.
    private const double Least = 0.5;
    private const double LeastRatio = 0.001;

    // A slice of a step in which a counter fell has its share of the step's events, unless it is the one that holds the fall.
    private const double MostOfSlice = 3;

    /// <summary>The falls that an answer tells.</summary>
    public static IEnumerable<CounterFall> Read(StepAnswer answer)
    {
        for (var i = 0; i < answer.Grid?.Count; i++)
        {
            var start = answer.Grid.Value.Start.AddSeconds(i * answer.Grid.Value.StepSeconds);
            var excess = new EventCounts(answer.Values[IndicatorSums.Errors][i] ?? 0, answer.Values.GetValueOrDefault(IndicatorSums.Total)?[i] ?? 0);
            if (Math.Abs(excess.Errors) > Least || excess.Total > Least)
            {
                yield return new CounterFall(new TimeRange(start, start.AddSeconds(answer.Grid.Value.StepSeconds)), excess);
            }
        }
    }

    /// <summary>Sums without falls.</summary>
    public static KeptSums Apply(KeptSums known, IReadOnlyList<CounterFall> falls) => known with
    {
        Steps = [.. known.Steps.Select(s => Without(s, falls))],
        Falls = [.. (known.Falls ?? []).Concat(falls).OrderBy(f => f.Range.Start)],
    };

    /// <summary>Without the slices that hold a fall: they are taken to be as those around them.</summary>
    /// <param name="known">The sums.</param>
    /// <param name="isRatio">Whether they are ratios.</param>
    public static KeptSums WithoutFallenSlices(KeptSums known, bool isRatio) => known.Falls is not { Count: > 0 } falls ? known : known with
    {
        Slices = [.. known.Slices.Select(s => Cleaned(s, known.Steps, falls, isRatio))],
    };

    private static StepSums Without(StepSums sums, IReadOnlyList<CounterFall> falls)
    {
        var (errors, total, unpaired) = (sums.Errors.ToArray(), sums.Total.ToArray(), sums.Unpaired?.ToArray());
        foreach (var fall in falls)
        {
            if (IndexOf(sums, fall.Range.Start) is { } index && unpaired?.ElementAtOrDefault(index) is { } alone)
            {
                unpaired![index] = Math.Max(0, alone - fall.Excess.Total);
            }
            else if (IndexOf(sums, fall.Range.Start) is { } i && i < total.Length)
            {
                total[i] = Math.Max(0, (total[i] ?? 0) - fall.Excess.Total);
                errors[i] = errors[i] is { } failed ? Math.Clamp(failed - fall.Excess.Errors, 0, total[i]!.Value) : null;
            }
        }

        return sums with { Errors = errors, Total = total, Unpaired = unpaired };
    }

    private static StepSums Cleaned(StepSums slices, IReadOnlyList<StepSums> steps, IReadOnlyList<CounterFall> falls, bool isRatio)
    {
        var (errors, total) = (slices.Errors.ToArray(), slices.Total.ToArray());
        for (var i = 0; i < errors.Length; i++)
        {
            var start = slices.Start.AddSeconds(i * slices.StepSeconds);
            if (falls.FirstOrDefault(f => f.Range.Start <= start && start < f.Range.End) is { } fall
                && (isRatio ? errors[i] > (MostOfSlice * Usual(fall, s => s.Errors)) + LeastRatio : IsMore(i, MostOfSlice * slices.StepSeconds / fall.Range.Seconds, fall)))
            {
                errors[i] = null;
                if (i < total.Length)
                {
                    total[i] = null;
                }
            }
        }

        return slices with { Errors = errors, Total = total };

        // The way back of a counter of errors is little beside all events.
        bool IsMore(int i, double share, CounterFall fall) =>
            Math.Max(i < total.Length ? total[i] ?? 0 : 0, errors[i] ?? 0) > (share * Usual(fall, s => s.Total)) + Least
            || (fall.Excess.Errors > Least && errors[i] > (share * Usual(fall, s => s.Errors)) + (fall.Excess.Errors / 2));

        double? Usual(CounterFall fall, Func<StepSums, IReadOnlyList<double?>> values) =>
            steps.Select(s => IndexOf(s, fall.Range.Start) is { } index ? values(s).ElementAtOrDefault(index) : null).FirstOrDefault(t => t is not null);
    }

    private static int? IndexOf(StepSums sums, DateTimeOffset start)
    {
        var index = (start - sums.Start).TotalSeconds / sums.StepSeconds;
        return index > -0.001 && index < sums.Errors.Count - 0.5 && Math.Abs(index - Math.Round(index)) < 0.001 ? (int)Math.Round(index) : null;
    }
}
