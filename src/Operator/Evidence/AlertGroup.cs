using Operator.Core.Counters;
using Operator.Core.Evidence;
using Operator.Prometheus;

namespace Operator.Evidence;

/// <summary>The series of an answer that are one alert to people: copies of replicas, and values of a label that changes, are not told apart.</summary>
internal sealed record AlertGroup
{
    // Three samples show two distances; fewer tell little of what is usual.
    private const int FewestSamples = 3;

    /// <summary>What tells it from other alerts of its name.</summary>
    public required SortedDictionary<string, string> Labels { get; init; }

    /// <summary>What does not, with more than one value.</summary>
    public IReadOnlyList<MergedLabel> MergedLabels { get; init; } = [];

    /// <summary>Its series of pending and firing.</summary>
    public required IReadOnlyList<PrometheusSeries> States { get; init; }

    /// <summary>Its series of active-at.</summary>
    public required IReadOnlyList<PrometheusSeries> ActiveAt { get; init; }

    /// <summary>The sample times from which the interval of its rule can be read, one list for each series that is evaluated by itself.</summary>
    public required IReadOnlyList<IReadOnlyList<long>> Times { get; init; }

    /// <summary>The distance of its own samples in seconds; null when there are too few.</summary>
    public double? IntervalSeconds => SampleSpacing.MedianSeconds(Times.Where(t => t.Count >= FewestSamples));

    /// <summary>Sorts an answer's series into groups.</summary>
    /// <param name="states">The series of pending and firing.</param>
    /// <param name="activeAt">The series of active-at.</param>
    /// <param name="replicaLabels">Labels that tell replicas of a server apart.</param>
    /// <param name="keepFiringSeconds">The rule's keep_firing_for; 0 where it has none, or it is not known.</param>
    public static IReadOnlyList<AlertGroup> Sort(IReadOnlyList<PrometheusSeries> states, IReadOnlyList<PrometheusSeries> activeAt, IReadOnlyList<string> replicaLabels, double keepFiringSeconds = 0)
    {
        var strands = AlertStrand.Sort(states, activeAt);
        var changing = ChangingLabel.Find(strands, replicaLabels, keepFiringSeconds);
        return [.. strands
            .GroupBy(s => Identity(s, changing.GetValueOrDefault(s, []), replicaLabels), StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => Of([.. g], changing.GetValueOrDefault(g.First(), []), replicaLabels))];
    }

    private static string Identity(AlertStrand strand, IReadOnlyList<string> changing, IReadOnlyList<string> replicaLabels) =>
        string.Join('\u0003', [AlertStrand.Key(strand.Labels, [.. replicaLabels, .. changing]), .. changing]);

    private static AlertGroup Of(List<AlertStrand> strands, IReadOnlyList<string> changing, IReadOnlyList<string> replicaLabels)
    {
        IReadOnlyList<MergedLabel> merged = [.. replicaLabels
            .Except(changing, StringComparer.Ordinal)
            .Select(label => Merged(strands, label, changes: false))
            .Concat(changing.Select(label => Merged(strands, label, changes: true)))
            .OfType<MergedLabel>()];
        var labels = new SortedDictionary<string, string>(strands[0].Labels, StringComparer.Ordinal);
        foreach (var label in merged)
        {
            labels.Remove(label.Name);
        }

        return new AlertGroup
        {
            Labels = labels,
            MergedLabels = merged,
            States = [.. strands.SelectMany(s => s.States)],
            ActiveAt = [.. strands.SelectMany(s => s.ActiveAt)],
            Times = changing.Count == 0
                ? [.. strands.SelectMany(s => s.States.Concat(s.ActiveAt)).Select(s => (IReadOnlyList<long>)[.. s.Samples.Select(x => x.Milliseconds)])]
                : [.. strands.GroupBy(s => AlertStrand.Key(s.Labels, changing), StringComparer.Ordinal).Select(ChangingLabel.Times)],
        };
    }

    // A label that has one value everywhere is no reason to hide it.
    private static MergedLabel? Merged(List<AlertStrand> strands, string label, bool changes)
    {
        var values = strands.Select(s => s.Labels.GetValueOrDefault(label)).Distinct(StringComparer.Ordinal).Count();
        return values > 1 ? new MergedLabel(label, values, changes) : null;
    }
}
