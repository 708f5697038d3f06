using Operator.Api;

namespace Operator.Evidence.Sums;

/// <summary>
/// Sums of two counters. Growth in a step is increase() over the step and the scrape before it, reduced to the step: so each
/// difference between two samples counts once, without comparing each series with itself.
/// </summary>
/// <param name="sli">The selectors.</param>
/// <param name="survey">What is known of the series.</param>
/// <param name="replicaLabels">Labels by which series are copies of replicas, of which the fullest counts.</param>
internal sealed class RatioSums(RatioSliSpec sli, SourceSurvey survey, IReadOnlyList<string> replicaLabels)
{
    // A process that restarts that often within minutes counts little.
    private const int MostLives = 3;

    /// <summary>Makes the sums.</summary>
    /// <param name="spacingSeconds">How far apart neighbouring samples are at most, gaps aside.</param>
    /// <param name="sliceSeconds">The slices that are wanted.</param>
    /// <param name="mostFirst">A larger first value is that of a counter that was out of sight.</param>
    public IndicatorSums Create(double spacingSeconds, double sliceSeconds, double mostFirst)
    {
        return new IndicatorSums
        {
            Terms = [Term(IndicatorSums.Errors, sli.Errors), Term(IndicatorSums.Total, sli.Total)],
            Falls = survey.CountsFirstValues ? null : [Term(IndicatorSums.Errors, sli.Errors, Fallen), Term(IndicatorSums.Total, sli.Total, Fallen)],
            Counts = Counts,
            MaySlice = spacingSeconds <= sliceSeconds * 1.05,
        };

        SumTerm Term(string name, string selector, Func<string, double, double, string>? over = null) =>
            survey.Measured(new SumTerm(name, seconds => (over ?? Growth)(selector, seconds, spacingSeconds)));

        IReadOnlyDictionary<string, string> Counts(double seconds) => new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["errors"] = Sum($"increase({PromQL.Range(sli.Errors, seconds)})"),
            ["total"] = Sum($"increase({PromQL.Range(sli.Total, seconds)})"),
            ["first"] = FirstValues(sli.Errors, seconds, mostFirst),
        };
    }

    private string Sum(string perSeries) => replicaLabels.Count == 0 ? $"sum({perSeries})" : $"sum(max without ({string.Join(", ", replicaLabels)}) ({perSeries}))";

    /// <summary>By how much the counters of a selector grew in the last seconds.</summary>
    private string Growth(string selector, double seconds, double spacingSeconds) => Over(seconds, spacingSeconds, range => Sum($"increase({PromQL.Range(selector, range)})"));

    /// <summary>
    /// What increase() counts too much in the last seconds, because a counter fell by a hair: all that it had. What no counter can have grown by between its least and its
    /// largest value was not counted by any process; a restart leaves more between them.
    /// </summary>
    private string Fallen(string selector, double seconds, double spacingSeconds) => Over(seconds, spacingSeconds, range =>
    {
        var all = PromQL.Range(selector, range);
        var grown = $"(max_over_time({all}) - min_over_time({all}))";
        return Sum($"(increase({all}) - {grown}) and (increase({all}) > {MostLives} * {grown})");
    });

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
