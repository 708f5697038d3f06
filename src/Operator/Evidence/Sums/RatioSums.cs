using Operator.Api;

namespace Operator.Evidence.Sums;

/// <summary>
/// Sums of two counters. Growth in a step is increase() over the step and the scrape before it, reduced to the step: so each
/// difference between two samples counts once, without comparing each series with itself.
/// </summary>
internal static class RatioSums
{
    /// <summary>Makes the sums.</summary>
    /// <param name="sli">The selectors.</param>
    /// <param name="survey">What is known of the series.</param>
    /// <param name="spacingSeconds">How far apart neighbouring samples are at most, gaps aside.</param>
    /// <param name="sliceSeconds">The slices that are wanted.</param>
    /// <param name="mostFirst">A larger first value is that of a counter that was out of sight.</param>
    public static IndicatorSums Create(RatioSliSpec sli, SourceSurvey survey, double spacingSeconds, double sliceSeconds, double mostFirst)
    {
        return new IndicatorSums
        {
            Terms = [Term(IndicatorSums.Errors, sli.Errors), Term(IndicatorSums.Total, sli.Total)],
            Counts = Counts,
            MaySlice = spacingSeconds <= sliceSeconds * 1.05,
        };

        SumTerm Term(string name, string selector) => survey.Measured(new SumTerm(name, seconds => Growth(selector, seconds, survey, spacingSeconds)));

        IReadOnlyDictionary<string, string> Counts(double seconds) => new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["errors"] = $"sum(increase({PromQL.Range(sli.Errors, seconds)}))",
            ["total"] = $"sum(increase({PromQL.Range(sli.Total, seconds)}))",
            ["first"] = FirstValues(sli.Errors, seconds, survey, mostFirst),
        };
    }

    /// <summary>By how much the counters of a selector grew in the last seconds.</summary>
    public static string Growth(string selector, double seconds, SourceSurvey survey, double spacingSeconds)
    {
        if (survey.CountsFirstValues)
        {
            // It looks at the sample before the range by itself, and does not extrapolate.
            return $"sum(increase({PromQL.Range(selector, seconds)}))";
        }

        var range = Math.Round(seconds + spacingSeconds, 3);
        return $"sum(increase({PromQL.Range(selector, range)})) * {PromQL.Number(seconds)} / {PromQL.Number(range)}";
    }

    // What increase() loses of a series that had its first event in the range. Where no restart lies behind it, its least value is its first.
    private static string FirstValues(string selector, double seconds, SourceSurvey survey, double most)
    {
        var range = PromQL.Range(selector, seconds);
        return survey.CountsFirstValues
            ? $"sum((increase_pure({range}) - increase({range})) <= {PromQL.Number(most)})"
            : $"sum((min_over_time({range}) <= {PromQL.Number(most)}) unless last_over_time({PromQL.Range(selector, 3600)} offset {PromQL.Duration(seconds)}))";
    }
}
