namespace Operator.Evidence;

/// <summary>
/// Finds a label whose value changes at each evaluation, such as a measured value that stands in a label: each evaluation makes a new
/// alert of it, and none of them is the incident. Series that differ in one label only, or in two that change together, and follow each other are one alert.
/// </summary>
internal static class ChangingLabel
{
    // Two values that follow each other are a hand-over; a value that hardly ever changes tells alerts apart.
    private const int FewestValues = 3;
    private const int SamplesPerChange = 4;

    // Two labels change together for many reasons, such as a pod and its node: only one that hardly ever stands is a measured value.
    private const int SamplesPerChangeOfTwo = 3;

    // Hardly any rule is evaluated less often; what fires once an hour, each time with another label, is several alerts.
    private const double LongestIntervalSeconds = 900;

    // Distances of a strand's own samples, beside its median, that are still those of one evaluation after the other.
    private const double LongestOwnStep = 1.5;
    private const double MostlySteady = 0.8;

    // A lost sample or two do not end a chain.
    private const double LongestStep = 3.5;

    /// <summary>The labels that change, for each strand of which that is true.</summary>
    /// <param name="strands">The strands.</param>
    /// <param name="replicaLabels">Labels that tell replicas of a server apart: they never change, and copies are not compared.</param>
    public static IReadOnlyDictionary<AlertStrand, IReadOnlyList<string>> Find(IReadOnlyList<AlertStrand> strands, IReadOnlyList<string> replicaLabels)
    {
        var found = new Dictionary<AlertStrand, IReadOnlyList<string>>();
        foreach (var label in Varying(strands, replicaLabels))
        {
            Add([label], SamplesPerChange);
        }

        var left = Varying([.. strands.Where(s => !found.ContainsKey(s))], replicaLabels);
        foreach (var (i, label) in left.Index())
        {
            foreach (var other in left.Skip(i + 1))
            {
                Add([label, other], SamplesPerChangeOfTwo);
            }
        }

        return found;

        void Add(IReadOnlyList<string> labels, int samplesPerChange)
        {
            var having = strands.Where(s => !found.ContainsKey(s) && labels.All(s.Labels.ContainsKey));
            foreach (var group in having.GroupBy(s => AlertStrand.Key(s.Labels, labels), StringComparer.Ordinal).Where(g => Follow([.. g], samplesPerChange)))
            {
                foreach (var strand in group)
                {
                    found[strand] = labels;
                }
            }
        }
    }

    // In order, so that the same series give the same alerts.
    private static List<string> Varying(IReadOnlyList<AlertStrand> strands, IReadOnlyList<string> replicaLabels) =>
    [
        .. strands.SelectMany(s => s.Labels)
            .Distinct()
            .GroupBy(l => l.Key, StringComparer.Ordinal)
            .Where(g => g.Count() >= FewestValues && !replicaLabels.Contains(g.Key, StringComparer.Ordinal))
            .Select(g => g.Key)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The times of several strands as those of one.</summary>
    public static IReadOnlyList<long> Times(IEnumerable<AlertStrand> strands) => [.. strands.SelectMany(s => s.Times).Distinct().Order()];

    private static bool Follow(List<AlertStrand> strands, int samplesPerChange)
    {
        if (strands.Count < FewestValues)
        {
            return false;
        }

        var samples = strands.SelectMany((s, i) => s.Times.Select(t => new Sample(t, i))).OrderBy(s => s.Time).ToList();
        if (Core.Counters.SampleSpacing.MedianSeconds([Times(strands)]) is not ({ } interval and <= LongestIntervalSeconds))
        {
            return false;
        }

        if (AreEvaluatedBesideEachOther(strands, samples))
        {
            return false;
        }

        var changes = 0;
        for (var i = 1; i < samples.Count; i++)
        {
            var (before, next) = (samples[i - 1], samples[i]);
            if (next.Time == before.Time)
            {
                return false;
            }

            changes += next.Strand != before.Strand && next.Time - before.Time <= 1000 * LongestStep * interval ? 1 : 0;
        }

        return changes >= FewestValues - 1 && changes * samplesPerChange >= samples.Count - 1;
    }

    /// <summary>
    /// Whether most samples are of strands that go on at a pace of their own while others have samples too: alerts of several rule groups,
    /// clusters or replicas, which are evaluated at moments of their own. A value that changes is there at some evaluations and not at the next.
    /// </summary>
    private static bool AreEvaluatedBesideEachOther(List<AlertStrand> strands, List<Sample> samples)
    {
        var places = samples.Select((s, index) => (s.Strand, Index: index)).GroupBy(s => s.Strand, s => s.Index).ToDictionary(g => g.Key, g => (First: g.Min(), Last: g.Max()));
        var steady = strands.Index().Where(s => IsSteady(s.Item.Times) && !IsBornAgain(s.Item) && places[s.Index] is var (first, last) && last - first + 1 > s.Item.Times.Count).Sum(s => s.Item.Times.Count);
        return steady * 2 >= samples.Count;
    }

    /// <summary>Whether its condition became true anew again and again: an alert that goes on has been active since one moment, however often it is evaluated.</summary>
    private static bool IsBornAgain(AlertStrand strand)
    {
        var since = strand.ActiveAt.SelectMany(s => s.Samples).Select(s => s.Value).ToList();
        return since.Count > 1 && since.Distinct().Count() * SamplesPerChange >= since.Count;
    }

    private static bool IsSteady(IReadOnlyList<long> times)
    {
        if (times.Count < FewestValues)
        {
            return false;
        }

        var steps = times.Skip(1).Zip(times, (next, before) => next - before).Order().ToList();
        var usual = steps[steps.Count / 2];
        return steps.Count(s => s <= LongestOwnStep * usual && s * LongestOwnStep >= usual) >= MostlySteady * steps.Count;
    }

    private readonly record struct Sample(long Time, int Strand);
}
