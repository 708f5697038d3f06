using Operator.Core.Evidence;

namespace Operator.Core.Counters;

/// <summary>
/// How much a group of counters grew, from raw samples: resets handled, values between samples interpolated, and series that are
/// born while their process is already scraped counted from zero (increase() would lose their first value). Additive: the growth of
/// adjacent stretches adds up to the growth of the whole.
/// </summary>
public sealed class CounterIncrease
{
    // A process that was just started may have counted since before its first scrape, but not for ever.
    private const double PlausibleIntervals = 5;
    private const double PlausibleEvents = 10;

    private readonly List<GrowthCurve> _curves;
    private readonly IReadOnlyList<UnseenGrowth> _unseen;

    private CounterIncrease(List<GrowthCurve> curves, int uncounted, int interrupted, int slightFalls, IReadOnlyList<CounterLapse> lapses, IReadOnlyList<UnseenGrowth> unseen)
    {
        _unseen = unseen;
        Lapses = lapses;
        _curves = curves;
        UncountedFirstValues = uncounted;
        InterruptedSeries = interrupted;
        SlightFalls = slightFalls;
    }

    /// <summary>How often a counter fell by at most a hundredth, which is no restart and was not counted.</summary>
    public int SlightFalls { get; }

    /// <summary>How many new processes came with a first value too large to have been counted since their start; it was left out.</summary>
    public int UncountedFirstValues { get; }

    /// <summary>How many series were reset or ended in the incident: what they counted after their last scrape is in no sample.</summary>
    public int InterruptedSeries { get; }

    /// <summary>Where single series had no samples in the incident and began again after it.</summary>
    public IReadOnlyList<CounterLapse> Lapses { get; }

    /// <summary>Reads a group of counters.</summary>
    /// <param name="series">The counters to add up.</param>
    /// <param name="scrapes">When their processes were scraped, as seen by all series of these processes.</param>
    /// <param name="incident">The incident. Between the samples around its ends the rates outside are taken to have held until the end itself.</param>
    public static CounterIncrease Create(IReadOnlyCollection<CounterSeries> series, ScrapeHistory scrapes, TimeRange incident)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(scrapes);
        var plausible = (PlausibleIntervals * series.Select(LargestStep).DefaultIfEmpty(0).Max()) + PlausibleEvents;
        var curves = new List<GrowthCurve>();
        var renamed = new RenamedCounters(series, scrapes.IntervalSeconds ?? 0);
        var uncounted = 0;
        foreach (var one in series.Where(s => s.Samples.Count > 0).OrderBy(s => s.Process, StringComparer.Ordinal).ThenBy(s => s.Samples[0].Milliseconds))
        {
            var birth = scrapes.Birth(one.Process, one.Samples[0].Milliseconds);
            if (birth is { ProcessKnown: false } && one.Samples[0].Value > plausible)
            {
                (birth, uncounted) = (null, uncounted + 1);
            }

            var former = birth is { ProcessKnown: true } && one.Samples[0].Value > plausible ? renamed.Before(one) : null;
            curves.Add((former is { } last ? GrowthCurve.Of([last, .. one.Samples], bornAfter: null) : GrowthCurve.Of(one.Samples, birth?.Before)).SplitAt(incident));
        }

        return new CounterIncrease(curves, uncounted, series.Count(s => !renamed.WentOn(s) && IsInterrupted(s, incident, scrapes.IntervalSeconds ?? 0)), series.Sum(SlightFallsOf), Lapsed(series, scrapes, incident), [.. series.SelectMany(s => UnseenGrowth.Find(s.Samples))]);
    }

    /// <summary>The growth in a stretch; at least 0.</summary>
    /// <param name="range">The stretch.</param>
    public double In(TimeRange range)
    {
        var (start, end) = (range.Start.ToUnixTimeMilliseconds(), range.End.ToUnixTimeMilliseconds());
        return _curves.Sum(curve => curve.At(end) - curve.At(start));
    }

    /// <summary>What was most likely counted in a stretch while counters fell by a hair, and is not in <see cref="In"/>; at least 0.</summary>
    /// <param name="range">The stretch.</param>
    public double Unseen(TimeRange range) => _unseen.Sum(u => u.In(range));

    // Where all of them have no sample, that is told of all of them.
    private static IReadOnlyList<CounterLapse> Lapsed(IReadOnlyCollection<CounterSeries> series, ScrapeHistory scrapes, TimeRange incident) => scrapes.IntervalSeconds is not { } interval ? [] :
    [
        .. series.SelectMany(s => CounterLapse.Find(s.Samples, incident, interval))
            .Where(l => !scrapes.Gaps.Any(g => g.Start < l.Range.End && g.End > l.Range.Start && (g.End - g.Start).TotalSeconds > l.Range.Seconds / 2)),
    ];

    private static bool IsInterrupted(CounterSeries series, TimeRange incident, double intervalSeconds)
    {
        var (start, end) = (incident.Start.ToUnixTimeMilliseconds(), incident.End.ToUnixTimeMilliseconds());
        return series.Samples.Zip(series.Samples.Skip(1)).Any(p => CounterGrowth.IsRestart(p.First.Value, p.Second.Value) && p.Second.Milliseconds > start && p.First.Milliseconds < end)
            || (series.Samples is [.., var last] && last.Milliseconds > start && last.Milliseconds + (1500 * intervalSeconds) < end);
    }

    private static int SlightFallsOf(CounterSeries series)
    {
        var height = new CounterGrowth();
        foreach (var sample in series.Samples)
        {
            height.GrowTo(sample.Value);
        }

        return height.SlightFalls;
    }

    private static double LargestStep(CounterSeries series) =>
        series.Samples.Zip(series.Samples.Skip(1), (a, b) => b.Value - a.Value).Where(d => d > 0).DefaultIfEmpty(0).Max();
}
