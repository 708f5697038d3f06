using Operator.Core.Evidence;
using Operator.Core.Sums;
using Operator.Evidence.Sums;

namespace Operator.Evidence;

/// <summary>Reads a stretch of an incident in steps from its start on; a shorter step ends it.</summary>
internal sealed class IncidentStepReader(EvidenceSession session)
{
    /// <summary>Reads.</summary>
    /// <returns>The slices, and why some are missing.</returns>
    public async Task<(IReadOnlyList<SliSlice> Slices, IReadOnlyList<EvidenceProblem> Problems)> ReadAsync(
        SloQuestion question,
        IndicatorSums sums,
        TimeRange range,
        double stepSeconds,
        CancellationToken cancellationToken)
    {
        var (steps, problems) = await StepsAsync(question, sums, range, stepSeconds, cancellationToken);
        return ([.. IncidentSteps.Slices(steps, question, sums.IsRatio)], problems);
    }

    /// <summary>Reads sums over the steps.</summary>
    /// <returns>The sums, and why some are missing.</returns>
    public async Task<(IReadOnlyList<StepSums> Steps, IReadOnlyList<EvidenceProblem> Problems)> StepsAsync(
        SloQuestion question,
        IndicatorSums sums,
        TimeRange range,
        double stepSeconds,
        CancellationToken cancellationToken)
    {
        var whole = (int)Math.Floor((range.Seconds + 0.001) / stepSeconds);
        var rest = Math.Round(range.Seconds - (whole * stepSeconds), 3);
        var problems = new List<EvidenceProblem>();
        var read = new List<StepSums>();
        foreach (var grid in new[] { new StepGrid(range.End, rest, 1), new StepGrid(range.Start.AddSeconds(whole * stepSeconds), stepSeconds, whole) })
        {
            if (grid.Count == 0 || grid.StepSeconds < 1 || problems.Count > 0)
            {
                continue;
            }

            var answer = await new StepReader(session).ReadAsync($"{question.Field}.slices", sums.Terms, grid, cancellationToken);
            problems.AddRange(answer.Problem is { } problem ? [problem] : Array.Empty<EvidenceProblem>());
            read.AddRange((sums.IsRatio ? StepSumsOf.Ratio(answer) : StepSumsOf.Answer(answer, sums.ErrorsMayBeAbsent)) is { } some ? [some] : Array.Empty<StepSums>());
        }

        return (read, problems);
    }
}
