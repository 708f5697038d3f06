using Operator.Core.Evidence;

namespace Operator.Core.Counters;

/// <summary>What one counter has counted up to each moment: piecewise linear, never falling, flat before and after its samples.</summary>
internal sealed class GrowthCurve
{
    // Rates beside an end of the incident are taken over so many intervals, so that one odd scrape does not decide.
    private const int RateIntervals = 3;

    // A rate that differs by more than this factor was changed by the incident; less is how traffic comes and goes.
    private const double LargestOrdinaryChange = 4;

    private readonly List<long> _times;
    private readonly List<double> _counts;
    private readonly bool _born;

    private GrowthCurve(List<long> times, List<double> counts, bool born)
    {
        _times = times;
        _counts = counts;
        _born = born;
    }

    /// <summary>Adds up a series' steps. A value far below what was reached means that the process began again at zero; one a hair below counts nothing.</summary>
    public static GrowthCurve Of(IReadOnlyList<CounterSample> samples, long? bornAfter)
    {
        var (times, counts) = (new List<long>(samples.Count + 3), new List<double>(samples.Count + 3));
        var height = new CounterGrowth();
        double count = 0;
        if (bornAfter is { } before)
        {
            times.Add(before);
            counts.Add(0);
            count = samples[0].Value;
        }

        foreach (var sample in samples)
        {
            count += height.GrowTo(sample.Value);
            times.Add(sample.Milliseconds);
            counts.Add(count);
        }

        return new GrowthCurve(times, counts, bornAfter is not null);
    }

    /// <summary>
    /// Puts a knot at each end of the incident. The samples around an end only tell their common growth. Where the incident changed the
    /// rate, what lies outside it is taken to have gone on at the rate of outside; where it did not, as for traffic that comes in bursts,
    /// growth that neither rate explains is shared by both sides.
    /// </summary>
    public GrowthCurve SplitAt(TimeRange incident)
    {
        var (start, end) = (incident.Start.ToUnixTimeMilliseconds(), incident.End.ToUnixTimeMilliseconds());
        var (left, right) = (Bracket(start), Bracket(end));
        var (first, last) = (AtOrAfter(start), right ?? AtOrAfter(end));
        var startCount = left is { } l ? _counts[l] + Outside(l, start - _times[l], RateBefore(l), Within(first, Math.Min(last, first + RateIntervals))) : (double?)null;
        var endCount = right is { } r ? _counts[r + 1] - Outside(r, _times[r + 1] - end, RateAfter(r + 1), Within(Math.Max(first, last - RateIntervals), last)) : (double?)null;
        if (left == right && startCount > endCount)
        {
            // Both ends between the same two samples, and the rates outside explain more than was counted.
            startCount = endCount = (startCount + endCount) / 2;
        }

        Insert(end, endCount);
        Insert(start, startCount);
        return this;
    }

    public double At(long time)
    {
        var index = _times.BinarySearch(time);
        if (index >= 0)
        {
            return _counts[index];
        }

        index = ~index;
        if (index == 0 || index == _times.Count)
        {
            return index == 0 ? _counts[0] : _counts[^1];
        }

        var share = (double)(time - _times[index - 1]) / (_times[index] - _times[index - 1]);
        return _counts[index - 1] + (share * (_counts[index] - _counts[index - 1]));
    }

    // The index of the sample before a time that lies strictly between two samples.
    private int? Bracket(long time)
    {
        var index = ~_times.BinarySearch(time);
        return index > 0 && index < _times.Count ? index - 1 : null;
    }

    // How much of the growth between a sample and the next one lies outside the incident.
    private double Outside(int index, long milliseconds, double rateOutside, double? rateWithin)
    {
        var growth = _counts[index + 1] - _counts[index];
        var outside = rateOutside * milliseconds;
        if (rateWithin is not { } within || Math.Min(rateOutside, within) * LargestOrdinaryChange < Math.Max(rateOutside, within) || outside <= 0)
        {
            return Math.Min(outside, growth);
        }

        return growth * outside / (outside + (within * (_times[index + 1] - _times[index] - milliseconds)));
    }

    // The rate between two samples in the incident; null when it holds fewer.
    private double? Within(int first, int last) => first < last && last < _times.Count ? Rate(first, last) : null;

    private int AtOrAfter(long time) => _times.BinarySearch(time) is var index && index >= 0 ? index : ~index;

    // Before its birth a series counted nothing.
    private double RateBefore(int index) => _born && index == 0 ? 0 : Rate(Math.Max(0, index - RateIntervals), index) ?? Rate(index, index + 1) ?? 0;

    private double RateAfter(int index) => Rate(index, Math.Min(_times.Count - 1, index + RateIntervals)) ?? Rate(index - 1, index) ?? 0;

    private double? Rate(int from, int to) => from == to ? null : (_counts[to] - _counts[from]) / (_times[to] - _times[from]);

    private void Insert(long time, double? count)
    {
        if (count is { } value && _times.BinarySearch(time) is < 0 and var index)
        {
            _times.Insert(~index, time);
            _counts.Insert(~index, value);
        }
    }
}
