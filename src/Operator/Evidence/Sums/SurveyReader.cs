using Operator.Core;
using System.Globalization;
using Operator.Core.Evidence;

namespace Operator.Evidence.Sums;

/// <summary>Asks, in one cheap request, how many series the terms have over a window, how far apart samples are, and how the server counts.</summary>
internal sealed class SurveyReader(EvidenceSession session)
{
    // The window is looked at in so many places.
    private const int Places = 16;
    private const double SampledSeconds = 600;
    private const double BirthSeconds = 3600;
    private const double LookbackSeconds = 300;

    /// <summary>Asks.</summary>
    /// <param name="field">The objective's field.</param>
    /// <param name="selectors">The series selectors of each term; a term without any is taken to be one recorded series.</param>
    /// <param name="window">The window, up to where there certainly is data.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What is known; a server that refuses the question is asked carefully, and the real requests tell what is wrong.</returns>
    public async Task<SourceSurvey> ReadAsync(string field, IReadOnlyDictionary<string, IReadOnlyList<string>> selectors, TimeRange window, CancellationToken cancellationToken)
    {
        var places = PromQL.Duration(Math.Max(60, Math.Ceiling(window.Seconds / Places)));
        var over = $"[{PromQL.Duration(Math.Max(60, window.Seconds))}:{places}]";
        var all = selectors.OrderBy(s => s.Key, StringComparer.Ordinal).SelectMany(s => s.Value.Select((selector, i) => (Term: s.Key, Figure: $"{s.Key} {i}", Selector: selector))).ToList();
        List<string> figures = [FirstValues(window.End), .. all.Select(s => PromQL.Figure(s.Figure, $"max_over_time((count({Present(s.Selector)})){over})"))];
        if (all.Count > 0)
        {
            var densest = all[^1].Selector;
            figures.Add(PromQL.Figure("born", $"sum_over_time((count({Present(densest)} unless {Present(densest, BirthSeconds)})){over})"));
            figures.Add(PromQL.Figure("samples", $"quantile_over_time(0.5, (sum(count_over_time({PromQL.Range(densest, SampledSeconds)})) / count({Present(densest)})){over})"));
        }

        FigureSet found;
        try
        {
            found = new FigureSet(await session.SharedAsync($"{field}.survey", PromQL.Figures(figures), window.End, cancellationToken));
        }
        catch (FailureException e) when (EvidenceFaults.ConcernsOneQuery(e))
        {
            return SourceSurvey.Unknown;
        }

        return new SourceSurvey
        {
            CountsFirstValues = found["first"] > 0,
            BirthsPerSecond = (found["born"] ?? 0) / Places / BirthSeconds,
            IntervalSeconds = found["samples"] is > 0 and var samples ? SampledSeconds / samples : null,
            Series = selectors.ToDictionary(
                s => s.Key,
                s => s.Value.Count == 0 ? 1 : s.Value.Select((_, i) => found[$"{s.Key} {i}"] ?? 0).Sum(),
                StringComparer.Ordinal),
        };
    }

    // Servers differ in how far they look back for a value in a subquery, so it is said.
    private static string Present(string selector, double secondsAgo = 0) =>
        $"last_over_time({PromQL.Range(selector, LookbackSeconds)}{(secondsAgo > 0 ? $" offset {PromQL.Duration(secondsAgo)}" : "")})";

    // A series that began in the middle of what increase() looks at and has stood at 1 since: Prometheus sees no increase.
    private static string FirstValues(DateTimeOffset at)
    {
        var began = (at.ToUnixTimeMilliseconds() / 1000m - 150).ToString("0.###", CultureInfo.InvariantCulture);
        return PromQL.Figure("first", $"increase((vector(1) and (vector(time()) > {began}))[5m:1m])");
    }
}
