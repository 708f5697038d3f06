using Operator.Evidence.Sums;

namespace Operator.Evidence.Counters;

/// <summary>
/// Sums of counters. Growth in a step is increase() over the step and the scrape before it, reduced to the step: so each
/// difference between two samples counts once, without comparing each series with itself.
/// </summary>
/// <param name="indicator">What is summed up.</param>
/// <param name="survey">What is known of the series.</param>
/// <param name="replicaLabels">Labels by which series are copies of replicas, of which the fullest counts.</param>
internal sealed class CounterSums(CounterIndicator indicator, SourceSurvey survey, IReadOnlyList<string> replicaLabels)
{
    // A process that restarts that often within minutes counts little.
    private const int MostLives = 3;

    private const double TwoSamples = 2.04;
    private const double JitterMargin = 1.2;

    // A counter that is below for longer is not looked at for what it was before.
    private const double LongestBelow = FallSearch.LongestBelowSeconds;

    /// <summary>Makes the sums.</summary>
    /// <param name="spacingSeconds">How far apart neighbouring samples are at most, gaps aside.</param>
    /// <param name="sliceSeconds">The slices that are wanted.</param>
    /// <param name="mostFirst">A larger first value is that of a counter that was out of sight.</param>
    public IndicatorSums Create(double spacingSeconds, double sliceSeconds, double mostFirst)
    {
        return new IndicatorSums
        {
            Terms = Terms((query, seconds) => Growth(query, seconds, spacingSeconds)),
            Falls = Falls(spacingSeconds),
            Counts = Counts,
            HasCounts = indicator.HasCounts,
            ErrorsMayBeAbsent = indicator.Errors.MayBeAbsent,
            MaySlice = indicator.MaySlice(spacingSeconds, sliceSeconds),
        };

        IReadOnlyDictionary<string, string> Counts(double seconds)
        {
            var counts = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["errors"] = Added(indicator.Errors, selector => Sum($"increase({PromQL.Range(selector, seconds)})")),
                ["total"] = Added(indicator.Total, selector => Sum($"increase({PromQL.Range(selector, seconds)})")),
            };
            if (indicator.Errors.Terms is [{ Factor: 1 } errors])
            {
                counts["first"] = FirstValues(errors.Selector, seconds, mostFirst);
            }

            return counts;
        }
    }

    /// <summary>What the server counts too much where the counters fell by a hair.</summary>
    /// <param name="spacingSeconds">How far apart neighbouring samples are at most.</param>
    private FallTerms Falls(double spacingSeconds) => survey.CountsFirstValues
        ? new FallTerms { Descents = Terms(Descended), WaysBack = Terms((query, seconds) => WayBackFromLow(query, seconds)) }
        : new FallTerms { Falls = Terms((query, seconds) => Fallen(query, seconds, spacingSeconds)), WaysBack = Terms((query, seconds) => WayBack(query, seconds, spacingSeconds)), Resets = Terms(Resets) };

    /// <summary>The same in what a query of these counters looks at for a step: it tells only where they fell and came back, because nobody knows what a query makes of that.</summary>
    /// <param name="spacingSeconds">What it looks at before the step.</param>
    public FallTerms Signs(double spacingSeconds) => survey.CountsFirstValues
        ? Falls(spacingSeconds) with { AreSigns = true, Resets = Terms(Resets), WaysBack = Terms((query, seconds) => WayBackFromLow(query, Math.Round(seconds + (2 * spacingSeconds), 3), isBack: true)) }

        // A subquery looks at moments of its own, so that a fall may show in the next step.
        : Falls(2 * spacingSeconds) with { AreSigns = true, Resets = Terms(Resets), WaysBack = Terms((query, seconds) => WayBack(query, seconds, 2 * spacingSeconds, isBack: true)) };

    private IReadOnlyList<SumTerm> Terms(Func<CounterQuery, double, string> over) =>
    [
        survey.Measured(new SumTerm(IndicatorSums.Errors, seconds => over(indicator.Errors, seconds))),
        survey.Measured(new SumTerm(IndicatorSums.Total, seconds => over(indicator.Total, seconds))),
    ];

    private string Sum(string perSeries) => replicaLabels.Count == 0 ? $"sum({perSeries})" : $"sum(max without ({string.Join(", ", replicaLabels)}) ({perSeries}))";

    // A sum has no answer where one of its operands has none, as the query itself.
    private static string Added(CounterQuery query, Func<string, string> sum, bool absentIsNothing = false)
    {
        var text = string.Join(" + ", query.Terms.Select(t =>
            $"{(t.Factor is 1 ? "" : $"{PromQL.Number(t.Factor)} * ")}{((t.MayBeAbsent || absentIsNothing) && query.Terms.Count > 1 ? $"({sum(t.Selector)} or vector(0))" : sum(t.Selector))}"));
        return query.Terms.Count > 1 ? $"({text})" : text;
    }

    /// <summary>By how much counters grew in the last seconds.</summary>
    private string Growth(CounterQuery query, double seconds, double spacingSeconds) =>
        Over(seconds, spacingSeconds, range => Added(query, selector => Sum($"increase({PromQL.Range(selector, range)})")));

    /// <summary>
    /// What increase() counts too much in the last seconds, because a counter fell by a hair: all that it had. What no counter can have grown by between its least and its
    /// largest value was not counted by any process; a restart leaves more between them.
    /// </summary>
    private string Fallen(CounterQuery query, double seconds, double spacingSeconds) => Over(seconds, spacingSeconds, range => Added(query, selector =>
    {
        var all = PromQL.Range(selector, range);
        var grown = $"(max_over_time({all}) - min_over_time({all}))";
        return Sum($"(increase({all}) - {grown}) and (increase({all}) > {MostLives} * {grown})");
    }, absentIsNothing: true));

    /// <summary>
    /// What counters that fell by a hair grew by in the last seconds below their former height: in all, what they fell by is counted once more until they are back.
    /// </summary>
    private string WayBack(CounterQuery query, double seconds, double spacingSeconds, bool isBack = false) => Over(seconds, spacingSeconds, range => Added(query, selector =>
    {
        var all = PromQL.Range(selector, range);
        var (least, grown, height) = ($"min_over_time({all})", $"(max_over_time({all}) - min_over_time({all}))", Height(selector, range));
        var again = $"increase({all}) * (1 - clamp_min(max_over_time({all}) - {height}, 0) / {grown}) > 0";
        return Sum($"({again}) and ({least} < {height}) and ({least} >= {PromQL.Number(1 - Descent.Most)} * {height}) and (increase({all}) <= {MostLives} * {grown}){(isBack ? $" and (max_over_time({all}) >= {height})" : "")}");
    }, absentIsNothing: true));

    // VictoriaMetrics takes a small fall for no restart, and looks at the sample before the range by itself: it tells how much counters fell.
    private string WayBackFromLow(CounterQuery query, double seconds, bool isBack = false) => Added(query, selector =>
    {
        var (step, both, height) = (PromQL.Range(selector, seconds), PromQL.Range(selector, Math.Round(seconds + LongestBelow, 3)), Height(selector, seconds));
        return Sum($"(increase({step}) - clamp_min(max_over_time({step}) - {height}, 0)) and {Descent.IsSlight(both)}{(isBack ? $" and (max_over_time({step}) >= {height})" : "")}");
    }, absentIsNothing: true);

    private static string Height(string selector, double offsetSeconds) => $"max_over_time({PromQL.Range(selector, LongestBelow)} offset {PromQL.Duration(offsetSeconds)})";

    private string Descended(CounterQuery query, double seconds) => Added(query, selector =>
    {
        var all = PromQL.Range(selector, seconds);
        return Sum($"descent_over_time({all}) and {Descent.IsSlight(all)}");
    }, absentIsNothing: true);

    private string Resets(CounterQuery query, double seconds) => Added(query, selector => Sum($"resets({PromQL.Range(selector, seconds)})"), absentIsNothing: true);

    // VictoriaMetrics looks at the sample before the range by itself, and does not extrapolate. In what is shorter than an interval it may see no sample at all.
    private string Over(double seconds, double spacingSeconds, Func<double, string> sum)
    {
        var isShort = seconds * JitterMargin < spacingSeconds;
        if (survey.CountsFirstValues && !isShort)
        {
            return sum(seconds);
        }

        var range = Math.Round(survey.CountsFirstValues ? 2 * spacingSeconds : isShort ? TwoSamples * spacingSeconds : seconds + spacingSeconds, 3);
        return $"{sum(range)} * {PromQL.Number(seconds)} / {PromQL.Number(range)}";
    }

    // What increase() loses of a series that had its first event in the range. Where no restart lies behind it, its least value is its first.
    private string FirstValues(string selector, double seconds, double most)
    {
        var range = PromQL.Range(selector, seconds);
        return survey.CountsFirstValues
            ? Sum($"(increase_pure({range}) - increase({range})) <= {PromQL.Number(most)}")
            : Sum($"(min_over_time({range}) <= {PromQL.Number(most)}) unless last_over_time({PromQL.Range(selector, 3600)} offset {PromQL.Duration(seconds)})");
    }
}
