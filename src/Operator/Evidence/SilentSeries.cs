using Operator.Evidence.Sums;

namespace Operator.Evidence;

/// <summary>
/// Finds counters of people's queries that had no samples for a while and began again, while others went on: what they counted meanwhile is in no answer, and
/// nobody knows whether they counted anything.
/// </summary>
internal static class SilentSeries
{
    // In scrapes, of those that are usual for the series.
    private const double FewestMissed = 3.5;
    private const double LookbackSeconds = 300;

    // A smaller share can come from scrapes that are not evenly spaced.
    private const double Least = 0.02;

    /// <summary>What to ask at the incident's end, beside other figures.</summary>
    /// <param name="query">The query of all events.</param>
    /// <param name="seconds">The length of the incident.</param>
    public static IEnumerable<string> Figures(string query, double seconds)
    {
        if (!PromQL.HasWindow(query) || seconds <= 2 * LookbackSeconds || !QueryShape.NeedsTwoSamples(query))
        {
            return [];
        }

        return QuerySums.SelectorsOf(query).SelectMany((selector, i) =>
        {
            var range = PromQL.Range(selector, seconds);
            var count = $"count_over_time({range})";

            // Jobs may be scraped at different intervals: what a series has just before the incident, or at its end.
            var (early, late) = ($"count_over_time({PromQL.Range(selector, LookbackSeconds)} offset {PromQL.Duration(seconds)})", $"count_over_time({PromQL.Range(selector, LookbackSeconds)})");
            var usual = $"(({early} >= {late}) or {late}) * {PromQL.Number(seconds / LookbackSeconds)}";
            var missed = $"({usual} - {count})";

            // Of those that were there before the incident and at its end.
            var there = $"last_over_time({PromQL.Range(selector, LookbackSeconds)})";
            var before = $"last_over_time({PromQL.Range(selector, LookbackSeconds)} offset {PromQL.Duration(seconds)})";
            var beganAgain = $"(resets({PromQL.Range(selector, seconds + LookbackSeconds)}) > 0)";
            return new[]
            {
                PromQL.Figure(Name("silent", i), $"sum((increase({range}) / {count} * {missed}) and ({missed} > {PromQL.Number(FewestMissed)}) and {beganAgain} and {before} and {there})"),
                PromQL.Figure(Name("seen", i), $"sum(increase({range}))"),
            };
        });
    }

    /// <summary>What is said of them; null where there are none.</summary>
    public static string? Note(FigureSet found)
    {
        var (silent, seen) = (0.0, 0.0);
        for (var i = 0; found.Has(Name("seen", i)); i++)
        {
            (silent, seen) = (silent + (found[Name("silent", i)] ?? 0), seen + (found[Name("seen", i)] ?? 0));
        }

        return silent > Least * (silent + seen) ? $"Some counters had no sample for a part of the incident and began again after it, while others went on: {SloProblems.MayBeMissing(silent, seen)}" : null;
    }

    private static string Name(string what, int index) => $"{what} {index}";
}
