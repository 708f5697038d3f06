using Operator.Api;
using Operator.Core.Budgets;
using Operator.Core.Evidence;
using Operator.Core.Incidents;
using Operator.Evidence.Sums;

namespace Operator.Evidence;

/// <summary>What slices cannot tell, and by how much they may be wrong.</summary>
internal static class SliceNotes
{
    // So many samples in a slice extrapolate little; of raw samples, each is counted where it is.
    private const double ManySamples = 5;
    private const double ManyRawSamples = 2;

    // One or two failed events make a slice bad.
    private const double SingleErrors = 2;

    /// <summary>Values that are averages over a range of their own.</summary>
    /// <param name="question">The objective, whose values lag behind.</param>
    public static string Lags(SloQuestion question)
    {
        var lag = question.LagSeconds;
        return $"Each value of the query is an average over the {Text(2 * lag)} before it, and is taken for the middle of that time, {Text(lag)} earlier. "
            + $"Close to the start and to the end of the incident this cannot tell what lies inside from what lies outside: in all, errors of up to {Text(lag / 2)}, and of the time between two of its values, may be missing. "
            + (CountsSlices(question) ? $"A slice is bad as soon as a part of that time is: each run of bad slices, before the incident and in it, may be up to {Text(2 * lag)} too long. " : "")
            + "A query with {{.window}} misses nothing.";
    }

    /// <summary>Slices of which single failed events decide; null where they do not.</summary>
    /// <param name="question">The objective.</param>
    /// <param name="survey">What is known of its series.</param>
    /// <param name="counts">The incident's events.</param>
    public static string? FewErrors(SloQuestion question, SourceSurvey survey, EventCounts counts)
    {
        var events = counts.Total / question.Incident.Seconds * question.SliceSeconds;
        return CountsSlices(question) && events * (double)question.BadAbove is > 0 and < SingleErrors && survey.SparseIntervalSeconds * (question.Counters is null ? ManySamples : ManyRawSamples) > question.SliceSeconds
            ? $"A slice of {Text(question.SliceSeconds)} has about {events:0} events, so that one or two failed ones make it bad, and samples are {survey.SparseIntervalSeconds:0.#} s apart, so that it is not sure in which slice they were: "
                + "bad slices may be too many or too few by a multiple. Choose a longer timeSlice.window, or scrape more often."
            : null;
    }

    private static bool CountsSlices(SloQuestion question) => SloTerms.Method(question.Slo) == BudgetingMethod.Timeslices;

    private static string Text(double seconds) => DurationFormat.Format(TimeSpan.FromSeconds(seconds));
}
