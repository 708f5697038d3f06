using Operator.Api;
using Operator.Core.Evidence;

namespace Operator.Evidence.Sums;

/// <summary>The two queries of an indicator of events.</summary>
/// <param name="Errors">Failed events.</param>
/// <param name="Total">All events.</param>
internal sealed record EventQueries(EventQuery Errors, EventQuery Total)
{
    /// <summary>Whether no answer for errors means that nothing failed.</summary>
    public bool ErrorsMayBeAbsent => QueryShape.IsPlainSelector(Errors.Text);

    /// <summary>Finds out what the queries give.</summary>
    /// <param name="question">The objective.</param>
    /// <param name="survey">What was answered.</param>
    /// <param name="known">Whether an earlier collection found counts; null when there was none.</param>
    /// <param name="sampleSeconds">How far apart the samples are that the queries count; null where they give rates, or counts over a range.</param>
    /// <param name="falls">Where their counters fell.</param>
    /// <returns>The queries, and why their events cannot be counted.</returns>
    public static (EventQueries Queries, EvidenceProblem? Problem) Of(SloQuestion question, SourceSurvey survey, bool? known, double? sampleSeconds, SlightFalls falls)
    {
        var sli = question.Slo.Sli.Events!;
        if (sampleSeconds is not null)
        {
            var counts = With(sli, QueryUnit.Count, survey);
            return (new EventQueries(counts.Errors with { SampleSeconds = sampleSeconds }, counts.Total with { SampleSeconds = sampleSeconds }), null);
        }

        if (known is { } givesCounts)
        {
            return (With(sli, givesCounts ? QueryUnit.Count : QueryUnit.Rate, survey), null);
        }

        if (falls.Stretches.Count > 0 && PromQL.HasWindow(sli.ErrorQuery) && PromQL.HasWindow(sli.TotalQuery))
        {
            var (ofErrors, ofTotal) = (QueryUnits.ByFunctions(sli.ErrorQuery), QueryUnits.ByFunctions(sli.TotalQuery));
            return (With(sli, ofTotal ?? QueryUnit.Rate, survey), ofErrors is null || ofTotal is null ? SloProblems.UnitUnknown(question) : ofErrors != ofTotal ? SloProblems.UnitsDiffer(question, ofErrors.Value) : null);
        }

        // What series are joined with comes and goes, and parts do not add up to the whole.
        if ((GoneSeries.Joins(sli.ErrorQuery) || GoneSeries.Joins(sli.TotalQuery)) && QueryUnits.ByFunctions(sli.TotalQuery) is { } said && QueryUnits.ByFunctions(sli.ErrorQuery) == said)
        {
            return (With(sli, said, survey), null);
        }

        var (errors, total) = (QueryUnits.Of(IndicatorSums.Errors, sli.ErrorQuery, survey.Figures), QueryUnits.Of(IndicatorSums.Total, sli.TotalQuery, survey.Figures));

        var (stated, statedTotal) = (QueryUnits.Stated(sli.ErrorQuery), QueryUnits.Stated(sli.TotalQuery));

        // Without errors, or traffic, in the hours before its end one of them tells for both.
        var problem = errors is { } e && total is { } t && e != t && survey.Figures[QueryUnits.WholeName(IndicatorSums.Errors)] > 0 ? SloProblems.UnitsDiffer(question, e)
            : (errors is null || total is null) && stated is { } s && statedTotal is { } st && s != st ? SloProblems.UnitsDiffer(question, s)
            : null;
        var unit = total ?? errors ?? QueryUnits.ByText(sli.TotalQuery);
        return (With(sli, unit ?? QueryUnit.Rate, survey), problem ?? (unit is null ? SloProblems.UnitUnknown(question) : null));
    }

    private static EventQueries With(EventsSliSpec sli, QueryUnit unit, SourceSurvey survey) =>
        new(new EventQuery(sli.ErrorQuery, unit, survey.CountsFirstValues), new EventQuery(sli.TotalQuery, unit, survey.CountsFirstValues));
}
