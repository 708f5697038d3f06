using Operator.Api;
using Operator.Core.Evidence;
using Operator.Evidence.Counters;

namespace Operator.Evidence.Sums;

/// <summary>Sums of queries that people wrote: rates of events, and ratios.</summary>
internal static class QuerySums
{
    private const double MomentSeconds = 60;
    private const double FewSeries = 200;
    private const double TwoSamples = 2.04;

    /// <summary>Sums of two queries: events are rate times seconds.</summary>
    public static IndicatorSums Events(EventQuery errors, EventQuery total, SourceSurvey survey, double sliceSeconds, double lagSeconds)
    {
        return new IndicatorSums
        {
            Terms = [Term(IndicatorSums.Errors, errors), Term(IndicatorSums.Total, total)],

            // What lags is counted by steps, which are read that much later.
            Counts = errors.HasWindow && total.HasWindow && lagSeconds == 0 ? Counts : null,
            CountFactor = seconds => seconds,
            StepsOverlap = survey.CountsFirstValues,
            Gone = GoneSeries.Of(errors.Text, total.Text),
            GivesCounts = total.Unit == QueryUnit.Count,
            ErrorsMayBeAbsent = QueryShape.IsPlainSelector(errors.Text),
        };

        SumTerm Term(string name, EventQuery query) => survey.Measured(new SumTerm(
            name,
            seconds => $"sum({Over(query.HasWindow, query.PerSecond, seconds, survey, sliceSeconds, survey.SeriesOf(name))}) * {PromQL.Number(seconds)}")
        {
            LagSeconds = lagSeconds,
        });

        IReadOnlyDictionary<string, string> Counts(double seconds) => new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["errors"] = $"sum({errors.PerSecond(seconds)})",
            ["total"] = $"sum({total.PerSecond(seconds)})",
        };
    }

    /// <summary>Sums of a ratio.</summary>
    public static IndicatorSums Raw(RawSliSpec sli, SourceSurvey survey, double sliceSeconds, double lagSeconds) => new()
    {
        Terms =
        [
            survey.Measured(new SumTerm(
                IndicatorSums.Errors,
                seconds => $"avg({Over(PromQL.HasWindow(sli.ErrorRatioQuery), s => RateText.Query(sli.ErrorRatioQuery, s, survey.CountsFirstValues), seconds, survey, sliceSeconds, survey.SeriesOf(IndicatorSums.Errors))})")
            {
                LagSeconds = lagSeconds,
            }),
        ],
        HasCounts = false,
    };

    /// <summary>Where the counters of queries fell by a hair: what a query makes of that is not known.</summary>
    /// <param name="queries">The selectors with a range of each query.</param>
    /// <param name="survey">What is known of their series.</param>
    /// <param name="sliceSeconds">The slices that are wanted.</param>
    /// <param name="lagSeconds">How far the values lag behind, which is half of what they look back.</param>
    public static FallTerms? Falls(IReadOnlyList<IReadOnlyList<string>> queries, SourceSurvey survey, double sliceSeconds, double lagSeconds)
    {
        List<IReadOnlyList<string>> counters = [.. queries.Where(q => q.Count > 0)];
        if (counters.Count == 0)
        {
            return null;
        }

        var indicator = new CounterIndicator(SliKind.Events, CounterQuery.Of(counters[0]), CounterQuery.Of(counters[^1]));

        // What a step looks at is looked at for falls, too.
        var interval = survey.IntervalSeconds ?? SloQuestion.MinuteSeconds;
        var spacing = Math.Max(Window(sliceSeconds, survey, sliceSeconds) - sliceSeconds, interval) + (2 * lagSeconds) - 0.001;
        var terms = new CounterSums(indicator, survey, []).Signs(spacing).Lagging(lagSeconds);
        return queries.Count == 1 ? terms.OfErrors() : terms;
    }

    /// <summary>The selectors of a query, for the survey.</summary>
    public static IReadOnlyList<string> SelectorsOf(string query) => Selectors.WithRange(PromQL.HasWindow(query) ? PromQL.Query(query, 60) : query);

    // Without {{.window}} a query tells of a moment, as a recorded rule does: longer steps are looked at each minute where that costs little.
    private static string Over(bool hasWindow, Func<double, string> query, double seconds, SourceSurvey survey, double sliceSeconds, double series)
    {
        if (hasWindow || seconds <= MomentSeconds || series > FewSeries)
        {
            return query(Window(seconds, survey, sliceSeconds));
        }

        // NaN in one minute, which is no traffic, must not hide the others; where it is in all of them, there was none.
        var (moments, minutes) = (query(seconds), $"[{PromQL.Duration(seconds)}:{PromQL.Duration(MomentSeconds)}]");
        return $"avg_over_time(({moments} <= Inf){minutes}) or avg_over_time({moments}{minutes})";
    }

    // A rate needs two samples. Where slices are short for that, the sample before a step belongs to it. A server that does not extrapolate is asked for whole intervals.
    private static double Window(double seconds, SourceSurvey survey, double sliceSeconds) =>
        survey.SparseIntervalSeconds is { } interval && interval > sliceSeconds / 2 ? Math.Round(Math.Max(seconds + interval, (survey.CountsFirstValues ? 2 : TwoSamples) * interval), 3) : seconds;
}
