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

    // A counter that falls by more than that has begun again.
    private const double MostDescent = 0.011;

    /// <summary>Makes the sums.</summary>
    /// <param name="spacingSeconds">How far apart neighbouring samples are at most, gaps aside.</param>
    /// <param name="sliceSeconds">The slices that are wanted.</param>
    /// <param name="mostFirst">A larger first value is that of a counter that was out of sight.</param>
    public IndicatorSums Create(double spacingSeconds, double sliceSeconds, double mostFirst)
    {
        return new IndicatorSums
        {
            Terms = [Term(IndicatorSums.Errors, indicator.Errors, Growth), Term(IndicatorSums.Total, indicator.Total, Growth)],
            Falls = [Term(IndicatorSums.Errors, indicator.Errors, Fallen), Term(IndicatorSums.Total, indicator.Total, Fallen)],
            FallsAreSigns = survey.CountsFirstValues,
            Counts = Counts,
            HasCounts = indicator.HasCounts,
            ErrorsMayBeAbsent = indicator.Errors.MayBeAbsent,
            MaySlice = indicator.MaySlice(spacingSeconds, sliceSeconds),
        };

        SumTerm Term(string name, CounterQuery query, Func<CounterQuery, double, double, string> over) =>
            survey.Measured(new SumTerm(name, seconds => over(query, seconds, spacingSeconds)));

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

    /// <summary>Where the counters fell by a hair.</summary>
    /// <param name="spacingSeconds">How far apart neighbouring samples are at most.</param>
    public IReadOnlyList<SumTerm> FallsOnly(double spacingSeconds) => Create(spacingSeconds, SloQuestion.MinuteSeconds, double.MaxValue).Falls!;

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
    private string Fallen(CounterQuery query, double seconds, double spacingSeconds) => survey.CountsFirstValues ? Descended(query, seconds, spacingSeconds) : Over(seconds, spacingSeconds, range => Added(query, selector =>
    {
        var all = PromQL.Range(selector, range);
        var grown = $"(max_over_time({all}) - min_over_time({all}))";
        return Sum($"(increase({all}) - {grown}) and (increase({all}) > {MostLives} * {grown})");
    }, absentIsNothing: true));

    // VictoriaMetrics takes a small fall for no restart, and counts the way back up, which may lie in the step after the fall.
    private string Descended(CounterQuery query, double seconds, double spacingSeconds) => Added(query, selector =>
    {
        var all = PromQL.Range(selector, Math.Round(seconds + (2 * spacingSeconds), 3));
        return Sum($"descent_over_time({all}) and (descent_over_time({all}) > 0) and (descent_over_time({all}) <= {PromQL.Number(MostDescent)} * max_over_time({all}))");
    }, absentIsNothing: true);

    // VictoriaMetrics takes a small fall for no restart, looks at the sample before the range by itself, and does not extrapolate.
    private string Over(double seconds, double spacingSeconds, Func<double, string> sum)
    {
        if (survey.CountsFirstValues)
        {
            return sum(seconds);
        }

        var range = Math.Round(seconds + spacingSeconds, 3);
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
