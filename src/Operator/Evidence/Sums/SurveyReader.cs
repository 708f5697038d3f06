using Operator.Core;
using Operator.Core.Evidence;

namespace Operator.Evidence.Sums;

/// <summary>Asks, in one cheap request, how many series the terms have over a window, how far apart samples are, and how the server counts.</summary>
internal sealed class SurveyReader(EvidenceSession session)
{
    // The window is looked at in so many places, each with a selector of its own: a subquery over it would read all samples between them.
    private const int Places = 8;

    // Births and the distance of samples change less: every second place is enough.
    private const int Stride = 2;
    private const double SampledSeconds = 600;
    private const double ThereSeconds = 310;

    private const double SparseSeconds = 3600;

    // A job of its own is scraped that much less often; one that is less sparse misses scrapes.
    private const double MostMissed = 1.5;

    // Servers take no longer query.
    private const int MostCharacters = 12_000;

    // So few samples hardly tell how far apart they are: the longest distance that fits is taken.
    private const double FewSamples = 8;
    private const double BirthSeconds = 3600;
    private const double LookbackSeconds = 300;

    /// <summary>Asks.</summary>
    /// <param name="field">The objective's field.</param>
    /// <param name="selectors">The series selectors of each term; a term without any is taken to be one recorded series.</param>
    /// <param name="window">The window, up to where there certainly is data.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="beside">Figures that are asked in the same request.</param>
    /// <returns>What is known; a server that refuses the question is asked carefully, and the real requests tell what is wrong.</returns>
    public async Task<SourceSurvey> ReadAsync(string field, IReadOnlyDictionary<string, IReadOnlyList<string>> selectors, TimeRange window, CancellationToken cancellationToken, params IEnumerable<string> beside)
    {
        var ago = PlacesIn(window);
        var all = selectors.OrderBy(s => s.Key, StringComparer.Ordinal).SelectMany(s => s.Value.Select((selector, i) => (Term: s.Key, Index: i, Selector: selector))).ToList();
        List<string> figures = [FirstValueProbe.Figure(window.End)];
        for (var place = 0; place < Places; place++)
        {
            figures.AddRange(all.Select(s => PromQL.Figure(CountName(s.Term, s.Index, place), $"count({Present(s.Selector, ago[place])})")));
            if (all.Count > 0 && place % Stride == 0)
            {
                var densest = all[^1].Selector;
                figures.Add(PromQL.Figure(BornName(place), $"count({Present(densest, ago[place])} unless {Present(densest, ago[place] + BirthSeconds)})"));
                figures.Add(PromQL.Figure(SamplesName(place), $"quantile(0.5, count_over_time({Ago(densest, SampledSeconds, ago[place])}))"));
                figures.Add(PromQL.Figure(SparseName(place), $"quantile(0.1, {SamplesOfHour(densest, ago[place])})"));
            }
        }

        figures.AddRange(beside);
        AddLeast(figures, [.. all.Select(s => s.Selector).Reverse().Distinct(StringComparer.Ordinal)], ago);
        FigureSet found;
        try
        {
            found = new FigureSet(await session.SharedAsync($"{field}.survey", PromQL.Figures(figures), window.End, cancellationToken));
        }
        catch (FailureException e) when (EvidenceFaults.ConcernsOneQuery(e))
        {
            return SourceSurvey.Unknown with { CountsFirstValues = await FirstValueProbe.AskAsync(session, $"{field}.survey", window.End, cancellationToken) };
        }

        session.CountsFirstValues = FirstValueProbe.IsCounted(found);
        return new SourceSurvey
        {
            Figures = found,
            CountsFirstValues = session.CountsFirstValues.Value,
            BirthsPerSecond = Enumerable.Range(0, Places).Sum(i => found[BornName(i)] ?? 0) / (Places / Stride) / BirthSeconds,
            Unseen = selectors.ToDictionary(
                s => s.Key,
                IReadOnlyList<string> (s) => [.. s.Value.Where((_, index) => Enumerable.Range(0, Places).All(place => found[CountName(s.Key, index, place)] is not > 0))],
                StringComparer.Ordinal),
            IntervalSeconds = Samples(found, SamplesName) is { } samples ? SampledSeconds / samples : null,
            SparseIntervalSeconds = FewestSamples(found, all.Count) is > 1 and var few ? SparseSeconds / (few > FewSamples ? few : few - 1) : Samples(found, SamplesName) is { } dense ? SampledSeconds / dense : null,
            Series = selectors.ToDictionary(
                s => s.Key,
                s => s.Value.Count == 0 ? 1 : s.Value.Select((_, index) => Enumerable.Range(0, Places).Max(place => found[CountName(s.Key, index, place)] ?? 0)).Sum(),
                StringComparer.Ordinal),
        };
    }

    /// <summary>How many seconds before the window's end each place lies, latest first.</summary>
    public static IReadOnlyList<double> PlacesIn(TimeRange window) => [.. Enumerable.Range(0, Places).Select(i => Math.Floor(Math.Max(60, window.Seconds) * i / Places))];

    // Few series may carry most of the traffic: each that grows more than the others is looked at, of as many selectors as one query can hold.
    private static void AddLeast(List<string> figures, IReadOnlyList<string> selectors, IReadOnlyList<double> ago)
    {
        foreach (var (i, selector) in selectors.Index())
        {
            for (var place = 0; place < Places; place += Stride)
            {
                var growth = $"increase({Ago(selector, SparseSeconds, ago[place])})";
                var figure = PromQL.Figure(LeastName(i, place), $"min({SamplesOfHour(selector, ago[place])} and ({growth} >= scalar(avg({growth}) > 0)))");
                if (figures.Sum(f => f.Length) + figure.Length > MostCharacters)
                {
                    return;
                }

                figures.Add(figure);
            }
        }
    }

    // Over the window or at its end, whichever is less. At one place alone, a single series of errors may have missed scrapes.
    private static double? FewestSamples(FigureSet found, int selectors)
    {
        var usual = Samples(found, SparseName);
        var least = Enumerable.Range(0, selectors)
            .Select(i => Samples(found, place => LeastName(i, place)))
            .Concat([found[SparseName(0)], found[LeastName(0, 0)]])
            .Where(n => n > 0)
            .Min();
        return least * MostMissed < usual || usual is null ? least : usual;
    }

    // Jobs may be scraped at different intervals: what is asked over a stretch must hold two samples of the sparse ones, too. A series that began or ended in the
    // sampled stretch is not sparse.
    private static string SamplesOfHour(string selector, double secondsAgo) =>
        $"(count_over_time({Ago(selector, SparseSeconds, secondsAgo)}) and {There(selector, secondsAgo)} and {There(selector, secondsAgo + SparseSeconds)})";

    private static string There(string selector, double secondsAgo) => $"last_over_time({Ago(selector, ThereSeconds, secondsAgo)})";

    private static double? Samples(FigureSet found, Func<int, string> name) => Median([.. Enumerable.Range(0, Places).Select(i => found[name(i)]).OfType<double>().Where(n => n > 0).Order()]);

    private static string CountName(string term, int index, int place) => $"{term} {index} at {place}";

    private static string BornName(int place) => $"born at {place}";

    private static string SparseName(int place) => $"sparse samples at {place}";

    private static string LeastName(int index, int place) => $"least samples of {index} at {place}";

    private static string SamplesName(int place) => $"samples at {place}";

    private static double? Median(IReadOnlyList<double> sorted) => sorted.Count == 0 ? null : sorted[sorted.Count / 2];

    // Servers differ in how far they look back for a value, so it is said.
    public static string Present(string selector, double secondsAgo) => $"last_over_time({Ago(selector, LookbackSeconds, secondsAgo)})";

    private static string Ago(string selector, double seconds, double secondsAgo) =>
        $"{PromQL.Range(selector, seconds)}{(secondsAgo > 0 ? $" offset {PromQL.Duration(secondsAgo)}" : "")}";
}
