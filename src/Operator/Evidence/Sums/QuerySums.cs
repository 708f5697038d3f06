using Operator.Api;

namespace Operator.Evidence.Sums;

/// <summary>Sums of queries that people wrote: rates of events, and ratios.</summary>
internal static class QuerySums
{
    private const double MomentSeconds = 60;
    private const double FewSeries = 200;

    /// <summary>Sums of two rates: events are rate times seconds.</summary>
    public static IndicatorSums Events(EventsSliSpec sli, SourceSurvey survey, double sliceSeconds)
    {
        var windowed = PromQL.HasWindow(sli.ErrorQuery) && PromQL.HasWindow(sli.TotalQuery);
        return new IndicatorSums
        {
            Terms = [Term(IndicatorSums.Errors, sli.ErrorQuery), Term(IndicatorSums.Total, sli.TotalQuery)],
            Counts = windowed ? Counts : null,
            CountFactor = seconds => seconds,
        };

        SumTerm Term(string name, string query) => survey.Measured(new SumTerm(name, seconds => $"sum({Over(query, seconds, survey, sliceSeconds, survey.SeriesOf(name))}) * {PromQL.Number(seconds)}"));

        IReadOnlyDictionary<string, string> Counts(double seconds) => new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["errors"] = $"sum({PromQL.Query(sli.ErrorQuery, seconds)})",
            ["total"] = $"sum({PromQL.Query(sli.TotalQuery, seconds)})",
        };
    }

    /// <summary>Sums of a ratio.</summary>
    public static IndicatorSums Raw(RawSliSpec sli, SourceSurvey survey, double sliceSeconds) => new()
    {
        Terms = [survey.Measured(new SumTerm(IndicatorSums.Errors, seconds => $"avg({Over(sli.ErrorRatioQuery, seconds, survey, sliceSeconds, survey.SeriesOf(IndicatorSums.Errors))})"))],
        HasCounts = false,
    };

    /// <summary>The selectors of a query, for the survey.</summary>
    public static IReadOnlyList<string> SelectorsOf(string query) => Selectors.WithRange(PromQL.HasWindow(query) ? PromQL.Query(query, 60) : query);

    // Without {{.window}} a query tells of a moment, as a recorded rule does: longer steps are looked at each minute where that costs little.
    private static string Over(string query, double seconds, SourceSurvey survey, double sliceSeconds, double series)
    {
        if (PromQL.HasWindow(query) || seconds <= MomentSeconds || series > FewSeries)
        {
            return PromQL.Query(query, Window(seconds, survey, sliceSeconds));
        }

        // NaN in one minute, which is no traffic, must not hide the others; where it is in all of them, there was none.
        var (moments, minutes) = (PromQL.Query(query, seconds), $"[{PromQL.Duration(seconds)}:{PromQL.Duration(MomentSeconds)}]");
        return $"avg_over_time(({moments} <= Inf){minutes}) or avg_over_time({moments}{minutes})";
    }

    // A rate needs two samples. Where slices are short for that, the sample before a step belongs to it.
    private static double Window(double seconds, SourceSurvey survey, double sliceSeconds) =>
        survey.IntervalSeconds is { } interval && interval > sliceSeconds / 2 ? Math.Round(seconds + interval, 3) : seconds;
}
