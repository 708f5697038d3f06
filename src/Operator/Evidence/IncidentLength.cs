using Operator.Core.Evidence;
using Operator.Evidence.Sums;

namespace Operator.Evidence;

/// <summary>How long an incident must be for what a query tells of it.</summary>
internal static class IncidentLength
{
    // Each process needs two samples in it: one with a single sample is not in a rate, and what it counted is missing. Scrapes jitter.
    private const double Samples = 2;
    private const double Jitter = 0.98;

    // This server's rates begin at the sample before the range, when there was no incident yet, which a tenth of it bears.
    private const double SamplesFromBefore = 10;

    /// <summary>Why a query cannot tell what happened in an incident that is so short; null when it can.</summary>
    /// <param name="question">The objective.</param>
    /// <param name="survey">What is known of its series.</param>
    /// <param name="query">Its query; one without {{.window}} looks back by itself.</param>
    public static EvidenceProblem? TooShort(SloQuestion question, SourceSurvey survey, string query)
    {
        var least = Jitter * (survey.SparseIntervalSeconds ?? 0) * (survey.CountsFirstValues ? SamplesFromBefore : Samples);
        return PromQL.HasWindow(query) && QueryShape.NeedsTwoSamples(query) && question.Incident.Seconds < least ? SloProblems.IncidentTooShort(question, survey.SparseIntervalSeconds!.Value, least) : null;
    }
}
