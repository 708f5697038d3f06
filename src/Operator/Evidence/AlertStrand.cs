using Operator.Prometheus;

namespace Operator.Evidence;

/// <summary>The samples of one set of labels in every state: what Prometheus takes for one alert.</summary>
/// <param name="labels">The labels, without those that every alert has.</param>
internal sealed class AlertStrand(SortedDictionary<string, string> labels)
{
    private long[]? _times;

    public SortedDictionary<string, string> Labels => labels;

    public List<PrometheusSeries> States { get; } = [];

    public List<PrometheusSeries> ActiveAt { get; } = [];

    /// <summary>When it was pending or firing, in milliseconds, sorted.</summary>
    public IReadOnlyList<long> Times => _times ??= [.. States.SelectMany(s => s.Samples).Select(s => s.Milliseconds).Distinct().Order()];

    /// <summary>The times at which its condition can have been true: the last ones of each stretch are those of keep_firing_for.</summary>
    /// <param name="keepFiringSeconds">For how long it fires on.</param>
    public IEnumerable<long> TimesWithout(double keepFiringSeconds)
    {
        var kept = 1000 * keepFiringSeconds;
        var first = 0;
        for (var i = 0; i < Times.Count; i++)
        {
            if (i + 1 < Times.Count && (kept <= 0 || Times[i + 1] - Times[i] < kept))
            {
                continue;
            }

            for (var j = first; j <= i; j++)
            {
                if (j == first || Times[j] <= Times[i] - kept)
                {
                    yield return Times[j];
                }
            }

            first = i + 1;
        }
    }

    /// <summary>The labels of a series without those that every alert has.</summary>
    public static SortedDictionary<string, string> Own(IReadOnlyDictionary<string, string> labels) =>
        new(labels.Where(l => !AlertSelector.IsReserved(l.Key)).ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>Labels as one text, without some of them.</summary>
    public static string Key(SortedDictionary<string, string> labels, params IReadOnlyCollection<string> without) =>
        string.Join('\u0001', labels.Where(l => !without.Contains(l.Key, StringComparer.Ordinal)).Select(l => $"{l.Key}\u0002{l.Value}"));

    /// <summary>Sorts an answer's series into strands.</summary>
    public static IReadOnlyList<AlertStrand> Sort(IReadOnlyList<PrometheusSeries> states, IReadOnlyList<PrometheusSeries> activeAt)
    {
        var strands = new SortedDictionary<string, AlertStrand>(StringComparer.Ordinal);
        foreach (var series in states)
        {
            var own = Own(series.Labels);
            var key = Key(own);
            if (!strands.TryGetValue(key, out var strand))
            {
                strands[key] = strand = new AlertStrand(own);
            }

            strand.States.Add(series);
        }

        foreach (var series in activeAt)
        {
            if (strands.TryGetValue(Key(Own(series.Labels)), out var strand))
            {
                strand.ActiveAt.Add(series);
            }
        }

        return [.. strands.Values];
    }
}
