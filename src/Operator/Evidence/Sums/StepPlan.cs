using Operator.Core.Evidence;
using Operator.Core.Sums;

namespace Operator.Evidence.Sums;

/// <summary>How a window is cut into steps and pieces, so that few enough requests of bounded size sum it up.</summary>
/// <param name="StepSeconds">The length of a step.</param>
/// <param name="StepsPerRequest">How many steps one request has at most.</param>
/// <param name="Requests">How many requests it takes.</param>
/// <param name="MoreRequests">How many more may be spent on the slices of some steps.</param>
internal readonly record struct StepPlan(double StepSeconds, int StepsPerRequest, int Requests, int MoreRequests)
{
    // Up to so many series a server hardly notices; each request counts more than what it reads.
    private const double FewSeries = 200;
    private const int RequestsForFew = 5;
    private const int RequestsForMany = 16;
    private const int MostForSteps = 8;

    // Where all slices together are less work than this, they are asked for at once.
    private const double LittleWork = 800_000;

    // What is measured to cost little and loses little: five minutes.
    private const double UsualSeconds = 300;
    private const double LongestSeconds = 86_400;

    /// <summary>Chooses the steps.</summary>
    /// <param name="terms">What is summed.</param>
    /// <param name="range">Over what.</param>
    /// <param name="sliceSeconds">The slices by which the figures count.</param>
    /// <param name="pointsPerRequest">How many points one request may make the server hold.</param>
    /// <param name="maySlice">Whether samples are close enough together for slices.</param>
    public static StepPlan For(IReadOnlyList<SumTerm> terms, TimeRange range, double sliceSeconds, long pointsPerRequest, bool maySlice)
    {
        var all = terms.Max(t => t.SeriesIn(range.Seconds)) <= FewSeries ? RequestsForFew : RequestsForMany;
        var most = Math.Min(all - 1, MostForSteps);
        if (maySlice && With(sliceSeconds) is { Requests: 1 } direct && direct.Work(terms, range) <= LittleWork)
        {
            return direct with { MoreRequests = 0 };
        }

        var usual = Usual(sliceSeconds);
        var plan = With(usual);
        for (var factor = 2; plan.Requests > most && plan.StepSeconds < LongestSeconds; factor *= 2)
        {
            plan = With(usual * factor);
        }

        return plan with { MoreRequests = all - plan.Requests };

        StepPlan With(double seconds)
        {
            var grid = StepGrid.Over(range, seconds);
            var steps = StepReader.StepsPerRequest(terms, pointsPerRequest);
            var pieces = Math.Max((grid.Count + steps - 1) / steps, Math.Min(most, PiecesForChurn(terms, range)));
            return new StepPlan(seconds, (grid.Count + pieces - 1) / pieces, pieces, 0);
        }
    }

    // In a piece so short that it sees about half as many new series as there are at a time.
    private static int PiecesForChurn(IReadOnlyList<SumTerm> terms, TimeRange range) =>
        (int)Math.Min(terms.Max(t => t.BirthsPerSecond * range.Seconds / Math.Max(1, t.Series)) * 2, 1000);

    /// <summary>How often the server looks at a series for a step.</summary>
    private double Work(IReadOnlyList<SumTerm> terms, TimeRange range)
    {
        var steps = range.Seconds / StepSeconds;
        var piece = range.Seconds / Requests;
        return terms.Sum(t => t.SeriesIn(piece) * steps);
    }

    /// <summary>About five minutes: a whole number of slices, or a whole part of one.</summary>
    private static double Usual(double sliceSeconds)
    {
        if (sliceSeconds < UsualSeconds / 2)
        {
            return sliceSeconds * Math.Ceiling(UsualSeconds / sliceSeconds);
        }

        var parts = Math.Ceiling(sliceSeconds / UsualSeconds);
        return Math.Abs((sliceSeconds * 1000 / parts) - Math.Round(sliceSeconds * 1000 / parts)) < 1e-6 ? sliceSeconds / parts : sliceSeconds;
    }
}
