using Operator.Core.Counters;
using Operator.Prometheus;

namespace Operator.Evidence;

/// <summary>Brings a server's series into the form in which counters are counted.</summary>
internal static class CounterInput
{
    // What replicas of a server add to tell themselves apart; their copies count everything twice.
    private static readonly string[] ReplicaLabels = ["prometheus_replica", "__replica__", "thanos_replica", "receive_replica"];

    public static IReadOnlyList<CounterSeries> From(IReadOnlyList<PrometheusSeries> series) =>
        [.. series
            .Select(s => new CounterSeries(Process(s), [.. s.Samples.Where(x => double.IsFinite(x.Value) && x.Value >= 0).Select(x => new CounterSample(x.Milliseconds, x.Value))]))
            .Where(s => s.Samples.Count > 0)];

    public static IEnumerable<string> Notes(IReadOnlyList<PrometheusSeries> total, CounterIncrease errors, CounterIncrease all, double intervalSeconds)
    {
        foreach (var label in ReplicaLabels.Where(label => total.Select(s => s.Labels.GetValueOrDefault(label)).Distinct(StringComparer.Ordinal).Count() > 1))
        {
            yield return $"Series of several replicas ({label}) were added up, so that events may be counted more than once; ratios are not affected.";
        }

        if (errors.UncountedFirstValues + all.UncountedFirstValues is > 0 and var count)
        {
            yield return $"The first values of {count} new series were too large to have been counted since their start and were left out.";
        }

        if (all.InterruptedSeries is > 0 and var interrupted)
        {
            yield return $"{(interrupted == 1 ? "1 counter was" : $"{interrupted} counters were")} reset or ended in the incident; what was counted after the last scrape before, usually for at most {intervalSeconds:0} s each, is in no sample and not in the figures.";
        }
    }

    private static string Process(PrometheusSeries series) => string.Join('\u0001', new[] { "job", "instance", "pod" }.Select(label => series.Labels.GetValueOrDefault(label)));
}
