using Operator.Core;

namespace Operator.Evidence.Sums;

/// <summary>
/// Finds out what the values are that a query takes as they stand at a moment. A counter tells what was counted since its process began, which is no share of
/// anything; a gauge of 0 and 1 tells of one probe at each sample. The answers tell them apart: a counter hardly ever falls.
/// </summary>
internal sealed class MomentReader(EvidenceSession session)
{
    private const double ShortestSeconds = 3600;
    private const double LongestSeconds = 6 * 3600;
    private const double SampledSeconds = 600;

    // Of a gauge, about every second change is a fall; of a counter, only a restart.
    private const double FewestChanges = 6;
    private const double MostFallsOfCounters = 0.1;
    private const double FewestFallsOfGauges = 0.3;

    /// <summary>Reads.</summary>
    /// <param name="question">The objective.</param>
    /// <param name="queries">Its queries.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Moments> ReadAsync(SloQuestion question, IReadOnlyList<string> queries, CancellationToken cancellationToken)
    {
        var open = queries.SelectMany(MomentSelectors.In)
            .GroupBy(s => s.Selector, s => s.IsCounted, StringComparer.Ordinal)
            .Select(g => (Selector: g.Key, IsCounted: g.All(c => c)))
            .Where(s => MomentSelectors.MayBeCounter(s.Selector) || !MomentSelectors.SaysRate(s.Selector))
            .ToList();
        if (open.Count == 0)
        {
            return new Moments(null, null, IsOfUnknownUnit: false);
        }

        var found = await AskAsync(question, [.. open.Select(s => s.Selector)], cancellationToken);
        if (open.Index().Where(s => !s.Item.IsCounted && IsCounter(s.Item.Selector, found, s.Index)).Select(s => s.Item.Selector).FirstOrDefault() is { } counter)
        {
            return new Moments(counter, null, IsOfUnknownUnit: true);
        }

        // Beside a rate, a gauge may be a weight. Where there is nothing at all, the query itself tells why.
        var isOfMoments = open.Index().Any(s => found.Has(Name("series", s.Index))) && queries.All(q => !PromQL.HasWindow(q) && !MomentSelectors.SaysRate(q) && RecordedRange.SecondsOf(q) is null);
        var areSamples = open.Index().All(s => s.Item.IsCounted || IsProbe(found, s.Index));
        var samples = open.Index().Max(s => found[Name("samples", s.Index)]);
        return new Moments(null, isOfMoments && areSamples && samples > 0 ? SampledSeconds / samples : null, isOfMoments);
    }

    private static bool IsProbe(FigureSet found, int index) => found[Name("largest", index)] is 0 or 1 && found[Name("least", index)] is 0 or 1 && found[Name("between", index)] is 0;

    private static string Name(string what, int index) => $"{what} {index}";

    private static bool IsCounter(string selector, FigureSet found, int index)
    {
        var (changes, falls) = (found[Name("changes", index)] ?? 0, found[Name("falls", index)] ?? 0);
        return (changes < FewestChanges || falls <= FewestFallsOfGauges * changes)
            && (MomentSelectors.IsCounter(selector)
                || (falls <= MostFallsOfCounters * changes && found[Name("largest", index)] > 1 && changes >= (MomentSelectors.MayBeCounter(selector) ? 1 : FewestChanges * Math.Max(1, found[Name("series", index)] ?? 1))));
    }

    private async Task<FigureSet> AskAsync(SloQuestion question, List<string> selectors, CancellationToken cancellationToken)
    {
        var seconds = Math.Clamp(question.Chart.Seconds, ShortestSeconds, LongestSeconds);
        var figures = selectors.SelectMany((selector, i) =>
        {
            var (value, range) = (PromQL.Parenthesized(selector), PromQL.Range(selector, seconds));

            // A little shorter, so that servers that take in both ends of a range count none twice.
            var recent = PromQL.Range(selector, SampledSeconds - 0.001);
            return new[]
            {
                PromQL.Figure(Name("changes", i), $"sum(changes({range}))"),
                PromQL.Figure(Name("falls", i), $"sum(resets({range}))"),
                PromQL.Figure(Name("series", i), $"count(last_over_time({range}))"),
                PromQL.Figure(Name("largest", i), $"max(max_over_time({range}))"),
                PromQL.Figure(Name("least", i), $"min(min_over_time({range}))"),
                PromQL.Figure(Name("between", i), $"max(max_over_time(({value} * (1 - {value}))[{PromQL.Duration(seconds)}:{PromQL.Duration(SloQuestion.MinuteSeconds)}]))"),
                PromQL.Figure(Name("samples", i), $"quantile(0.5, count_over_time({recent}))"),
            };
        });
        try
        {
            return new FigureSet(await session.SharedAsync($"{question.Field}.moments", PromQL.Figures(figures), question.Chart.End, cancellationToken));
        }
        catch (FailureException e) when (EvidenceFaults.ConcernsOneQuery(e))
        {
            // What is wrong with the query is told when it is asked.
            return FigureSet.Empty;
        }
    }
}
