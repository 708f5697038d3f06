using Operator.Api;
using Operator.Core.Evidence;

namespace Operator.Reconciling;

/// <summary>Joins neighbouring time slices. Seconds and events add up; the ratio is the mean by time, so that sums of ratio × seconds stay.</summary>
internal static class SliceJoiner
{
    /// <summary>Joins runs of slices that are all good or all bad. The worst slice stays alone: it is the minimum that people read.</summary>
    public static SloEvidence SameVerdict(SloSpec? spec, SloEvidence slo)
    {
        var objective = Budget(spec?.Objective);
        var slice = Budget(spec?.TimeSlice?.Target ?? spec?.Objective);
        return slo with { Slices = Join(slo.Slices), MinuteSlices = Join(slo.MinuteSlices) };

        List<SliSlice> Join(IReadOnlyList<SliSlice> slices)
        {
            var worst = slices.Max(s => s.ErrorRatio);
            List<SliSlice> joined = [];
            foreach (var next in slices)
            {
                if (joined is [.., var last] && Touch(last, next) && Verdict(last) == Verdict(next) && last.ErrorRatio != worst && next.ErrorRatio != worst)
                {
                    joined[^1] = Sum(last, next);
                }
                else
                {
                    joined.Add(next);
                }
            }

            return joined;
        }

        (bool, bool, bool) Verdict(SliSlice s) => (s.ErrorRatio is null, s.ErrorRatio > objective, s.ErrorRatio > slice);
    }

    /// <summary>Joins each slice with its neighbour, whatever they say.</summary>
    public static SloEvidence Pairs(SloEvidence slo) => slo with { Slices = Pairs(slo.Slices), MinuteSlices = Pairs(slo.MinuteSlices) };

    private static List<SliSlice> Pairs(IReadOnlyList<SliSlice> slices)
    {
        List<SliSlice> joined = [];
        for (var i = 0; i < slices.Count; i++)
        {
            var canJoin = i + 1 < slices.Count && Touch(slices[i], slices[i + 1]) && slices[i].ErrorRatio.HasValue == slices[i + 1].ErrorRatio.HasValue;
            joined.Add(canJoin ? Sum(slices[i], slices[++i]) : slices[i]);
        }

        return joined;
    }

    private static bool Touch(SliSlice a, SliSlice b) =>
        a.HasData == b.HasData && a.Counts.HasValue == b.Counts.HasValue && IsRatio(a) && IsRatio(b)
        && Math.Abs((b.Start - a.Start).TotalSeconds - a.Seconds) < 0.001;

    // What is not a ratio must stay visible as such.
    private static bool IsRatio(SliSlice s) => s.ErrorRatio is null or (>= 0 and <= 1);

    private static SliSlice Sum(SliSlice a, SliSlice b) => a with
    {
        Seconds = a.Seconds + b.Seconds,
        ErrorRatio = a.ErrorRatio is { } x && b.ErrorRatio is { } y ? ((x * a.Seconds) + (y * b.Seconds)) / (a.Seconds + b.Seconds) : null,
        Counts = a.Counts is { } c && b.Counts is { } d ? new EventCounts(c.Errors + d.Errors, c.Total + d.Total) : null,
    };

    private static double Budget(double? objective) => 1 - ((objective ?? 100) / 100) + 1e-9;
}
