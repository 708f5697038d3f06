using Operator.Api;

namespace Operator.Evidence.Sums;

/// <summary>Sums of queries that people wrote: rates of events, and ratios.</summary>
internal static class QuerySums
{
    /// <summary>Sums of two rates: events are rate times seconds.</summary>
    public static IndicatorSums Events(EventsSliSpec sli, SourceSurvey survey, double sliceSeconds)
    {
        var windowed = PromQL.HasWindow(sli.ErrorQuery) && PromQL.HasWindow(sli.TotalQuery);
        return new IndicatorSums
        {
            Terms = [Term(IndicatorSums.Errors, sli.ErrorQuery), Term(IndicatorSums.Total, sli.TotalQuery)],
            Counts = windowed ? Counts : null,
            CountFactor = seconds => seconds,
            IsSampled = !windowed,
            Identity = $"events\n{sli.ErrorQuery}\n{sli.TotalQuery}",
        };

        SumTerm Term(string name, string query) => survey.Measured(new SumTerm(name, seconds => $"sum({PromQL.Query(query, Window(seconds, survey, sliceSeconds))}) * {PromQL.Number(seconds)}"));

        IReadOnlyDictionary<string, string> Counts(double seconds) => new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["errors"] = $"sum({PromQL.Query(sli.ErrorQuery, seconds)})",
            ["total"] = $"sum({PromQL.Query(sli.TotalQuery, seconds)})",
        };
    }

    /// <summary>Sums of a ratio.</summary>
    public static IndicatorSums Raw(RawSliSpec sli, SourceSurvey survey, double sliceSeconds) => new()
    {
        Terms = [survey.Measured(new SumTerm(IndicatorSums.Errors, seconds => $"avg({PromQL.Query(sli.ErrorRatioQuery, Window(seconds, survey, sliceSeconds))})"))],
        HasCounts = false,
        IsSampled = !PromQL.HasWindow(sli.ErrorRatioQuery),
        Identity = $"raw\n{sli.ErrorRatioQuery}",
    };

    /// <summary>The selectors of a query, for the survey.</summary>
    public static IReadOnlyList<string> SelectorsOf(string query) => Selectors.WithRange(PromQL.HasWindow(query) ? PromQL.Query(query, 60) : query);

    // A rate needs two samples. Where slices are short for that, the sample before a step belongs to it.
    private static double Window(double seconds, SourceSurvey survey, double sliceSeconds) =>
        survey.IntervalSeconds is { } interval && interval > sliceSeconds / 2 ? Math.Round(seconds + interval, 3) : seconds;
}
