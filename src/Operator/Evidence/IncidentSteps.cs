using Operator.Core.Evidence;
using Operator.Core.Sums;
using Operator.Evidence.Sums;

namespace Operator.Evidence;

/// <summary>Slices of an incident from sums over steps: as fine as the spec asks, or coarser where an incident is too long for that.</summary>
internal static class IncidentSteps
{
    private const int MostRequests = 8;

    // More slices than this are more than a document, a chart or saved evidence has room for.
    private const int MostSlices = 20_000;

    /// <summary>The length of the steps: a whole number of slices.</summary>
    public static double SecondsFor(IReadOnlyList<SumTerm> terms, SloQuestion question, long pointsPerRequest)
    {
        for (var factor = 1; ; factor = factor == 1 ? 5 : factor * 2)
        {
            var grid = StepGrid.Over(question.Chart, question.SliceSeconds * factor);
            if (factor > 10_000 || (grid.Count <= MostSlices && StepReader.Requests(terms, grid, pointsPerRequest) <= MostRequests))
            {
                return grid.StepSeconds;
            }
        }
    }

    /// <summary>The slices that sums give.</summary>
    public static IEnumerable<SliSlice> Slices(IEnumerable<StepSums> sums, SloQuestion question, bool isRatio)
    {
        var judgement = new SliceJudgement(question.SliceSeconds, (double)question.BadAbove, isRatio);
        var steps = SumStep.Of(sums);
        for (var i = 0; i < steps.Count; i++)
        {
            var step = steps[i];
            var bounds = step.BadSecondsWithin(i > 0 ? steps[i - 1] : null, i + 1 < steps.Count ? steps[i + 1] : null, judgement);
            yield return new SliSlice
            {
                Start = step.Start,
                Seconds = step.Seconds,
                HasData = step.HasData,
                ErrorRatio = step.Ratio,
                Counts = isRatio || step.Total is not { } total ? null : new EventCounts(Math.Max(0, step.Errors ?? 0), Math.Max(0, total)),
                LeastBadSeconds = bounds?.Least,
                MostBadSeconds = bounds?.Most,
            };
        }
    }
}
