using Operator.Core.Counters;
using Operator.Core.Evidence;
using Operator.Core.Incidents;
using Operator.Prometheus;

namespace Operator.Evidence.Counters;

/// <summary>Brings a server's series into the form in which counters are counted.</summary>
internal static class CounterInput
{
    public static IReadOnlyList<CounterSeries> From(IReadOnlyList<PrometheusSeries> series) =>
        [.. series
            .Select(s => new CounterSeries(Process(s), [.. s.Samples.Where(x => double.IsFinite(x.Value) && x.Value >= 0).Select(x => new CounterSample(x.Milliseconds, x.Value))]))
            .Where(s => s.Samples.Count > 0)];

    /// <summary>What must be known about how counters were counted.</summary>
    /// <param name="samples">What was read.</param>
    /// <param name="errors">The growth of failed events.</param>
    /// <param name="all">The growth of all events.</param>
    /// <param name="incident">The incident.</param>
    /// <param name="gaps">The gaps in the incident.</param>
    /// <param name="intervalSeconds">The usual distance of scrapes.</param>
    public static IEnumerable<string> Notes(RawSamples samples, WeightedGrowth errors, WeightedGrowth all, TimeRange incident, IReadOnlyList<SampleGap> gaps, double intervalSeconds)
    {
        if (samples.ReplicaLabels.Count > 0)
        {
            yield return $"Series that differ only in {string.Join(", ", samples.ReplicaLabels)} are copies of replicas; each event was counted once.";
        }

        foreach (var gap in gaps.Where(g => g.Bridged))
        {
            yield return Bridged(gap);
        }

        if (errors.SlightFalls + all.SlightFalls is > 0 and var falls)
        {
            yield return $"A counter fell {(falls == 1 ? "once" : $"{falls} times")} by at most 1 %, as where samples of replicas are mixed: that is no restart, and nothing was counted for it.";
        }

        if (errors.UncountedFirstValues + all.UncountedFirstValues is > 0 and var count)
        {
            yield return $"The first values of {count} new series were too large to have been counted since their start and were left out.";
        }

        if (all.Lapses is { Count: > 0 } lapses)
        {
            yield return Silent(lapses, all.In(incident));
        }

        if (all.InterruptedSeries - all.Lapses.Count is > 0 and var interrupted)
        {
            yield return $"{(interrupted == 1 ? "1 counter was" : $"{interrupted} counters were")} reset or ended in the incident; what was counted after the last scrape before, usually for at most {intervalSeconds:0} s each, is in no sample and not in the figures.";
        }
    }

    /// <summary>What is said of a gap after which counters went on.</summary>
    public static string Bridged(SampleGap gap) =>
        $"From {SloProblems.Moment(gap.Start)} to {SloProblems.Moment(gap.End)} no counter has a sample; they went on after it, so that what they counted meanwhile is in their next samples.";

    private static string Silent(IReadOnlyList<CounterLapse> lapses, double counted)
    {
        var events = lapses.Sum(l => l.Events);
        return $"Between {SloProblems.Moment(lapses.Min(l => l.Range.Start))} and {SloProblems.Moment(lapses.Max(l => l.Range.End))} {(lapses.Count == 1 ? "1 counter" : $"{lapses.Count} counters")} had no sample, "
            + $"for up to {DurationFormat.Format(DurationFormat.ToMillisecond(lapses.Max(l => l.Range.Seconds)))}, and began again after it, while others went on: {SloProblems.MayBeMissing(events, counted)}";
    }

    private static string Process(PrometheusSeries series) => string.Join('\u0001', new[] { "job", "instance", "pod" }.Select(label => series.Labels.GetValueOrDefault(label)));
}
