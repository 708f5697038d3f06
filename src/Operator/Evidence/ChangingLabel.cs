namespace Operator.Evidence;

/// <summary>
/// Finds a label whose value changes at each evaluation, such as a measured value that stands in a label: each evaluation makes a new
/// alert of it, and none of them is the incident. Series that differ in one label only and its roundings, or in several that change together, and follow each other are one alert.
/// </summary>
internal static class ChangingLabel
{
    // Two values that follow each other are a hand-over; a value that hardly ever changes tells alerts apart.
    private const int FewestValues = 3;
    private const int SamplesPerChange = 4;

    // Several labels change together for many reasons, such as a pod and its node: only what hardly ever stands is a measured value.
    private const int SamplesPerChangeOfSeveral = 3;

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
    /// <param name="keepFiringSeconds">For how long the rule lets each value fire on after the next one has come; 0 if it does not.</param>
    public static IReadOnlyDictionary<AlertStrand, IReadOnlyList<string>> Find(IReadOnlyList<AlertStrand> strands, IReadOnlyList<string> replicaLabels, double keepFiringSeconds = 0)
    {
        var found = new Dictionary<AlertStrand, IReadOnlyList<string>>();
        var timed = strands.ToDictionary(s => s, s => (IReadOnlyList<long>)[.. s.TimesWithout(keepFiringSeconds)]);
        foreach (var labels in MeasuredLabels.WithRoundings(strands, Varying(strands, replicaLabels)))
        {
            Add(labels, SamplesPerChange);
        }

        var left = Varying([.. strands.Where(s => !found.ContainsKey(s))], replicaLabels);
        foreach (var labels in Pairs(left).Concat(MeasuredLabels.Sets(strands, left)))
        {
            Add(labels, SamplesPerChangeOfSeveral);
        }

        return found;

        void Add(IReadOnlyList<string> labels, int samplesPerChange)
        {
            var having = strands.Where(s => !found.ContainsKey(s) && labels.All(s.Labels.ContainsKey));
            foreach (var group in having.GroupBy(s => AlertStrand.Key(s.Labels, labels), StringComparer.Ordinal).Where(g => Follow([.. g], timed, samplesPerChange)))
            {
                foreach (var strand in group)
                {
                    found[strand] = labels;
                }
            }
        }
    }

    private static IEnumerable<IReadOnlyList<string>> Pairs(List<string> labels) => labels.SelectMany((label, i) => labels.Skip(i + 1).Select(other => (IReadOnlyList<string>)[label, other]));

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

    private static bool Follow(List<AlertStrand> strands, Dictionary<AlertStrand, IReadOnlyList<long>> timed, int samplesPerChange)
    {
        if (strands.Count < FewestValues)
        {
            return false;
        }

        var samples = strands.SelectMany((s, i) => timed[s].Select(t => new Sample(t, i))).OrderBy(s => s.Time).ToList();
        if (Core.Counters.SampleSpacing.MedianSeconds([Times(strands)]) is not ({ } interval and <= LongestIntervalSeconds))
        {
            return false;
        }

        if (AreEvaluatedBesideEachOther(strands, timed, samples))
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
    private static bool AreEvaluatedBesideEachOther(List<AlertStrand> strands, Dictionary<AlertStrand, IReadOnlyList<long>> timed, List<Sample> samples)
    {
        var places = samples.Select((s, index) => (s.Strand, Index: index)).GroupBy(s => s.Strand, s => s.Index).ToDictionary(g => g.Key, g => (First: g.Min(), Last: g.Max()));
        var steady = strands.Index()
            .Where(s => IsSteady(timed[s.Item]) && !IsBornAgain(s.Item) && places[s.Index] is var (first, last) && last - first + 1 > timed[s.Item].Count)
            .Sum(s => timed[s.Item].Count);
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
