namespace Operator.Evidence;

/// <summary>
/// Finds a label whose value changes at each evaluation, such as a measured value that stands in a label: each evaluation makes a new
/// alert of it, and none of them is the incident. Series that differ in one label only and follow each other are one alert.
/// </summary>
internal static class ChangingLabel
{
    // Two values that follow each other are a hand-over; a value that hardly ever changes tells alerts apart.
    private const int FewestValues = 3;
    private const int SamplesPerChange = 4;

    // No rule is evaluated less often; what fires once an hour, each time with another label, is several alerts.
    private const double LongestIntervalSeconds = 300;

    // A lost sample or two do not end a chain.
    private const double LongestStep = 3.5;

    /// <summary>The label that changes, for each strand of which that is true.</summary>
    public static IReadOnlyDictionary<AlertStrand, string> Find(IReadOnlyList<AlertStrand> strands)
    {
        var found = new Dictionary<AlertStrand, string>();
        foreach (var label in strands.SelectMany(s => s.Labels.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var having = strands.Where(s => !found.ContainsKey(s) && s.Labels.ContainsKey(label));
            foreach (var group in having.GroupBy(s => AlertStrand.Key(s.Labels, label), StringComparer.Ordinal).Where(g => Follow([.. g])))
            {
                foreach (var strand in group)
                {
                    found[strand] = label;
                }
            }
        }

        return found;
    }

    /// <summary>The times of several strands as those of one.</summary>
    public static IReadOnlyList<long> Times(IEnumerable<AlertStrand> strands) => [.. strands.SelectMany(s => s.Times).Distinct().Order()];

    private static bool Follow(List<AlertStrand> strands)
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

        return changes >= FewestValues - 1 && changes * SamplesPerChange >= samples.Count - 1;
    }

    private readonly record struct Sample(long Time, int Strand);
}
