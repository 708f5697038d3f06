using Operator.Core.Evidence;
using Operator.Core.Sums;
using Operator.Evidence.Sums;

namespace Operator.Evidence.Counters;

/// <summary>
/// Sums up what lies between the ends of an incident, and takes off what the server counted for counters that fell by a hair: steps that hold far more
/// than their neighbours are looked at again, as those before the incident are.
/// </summary>
internal sealed class SummedMiddle(EvidenceSession session, SloQuestion question, IndicatorSums sums, IncidentEnds ends)
{
    private const int MostLooks = 6;

    // Of steps that are not slices, each holds some samples.
    private const double SamplesPerStep = 5;

    /// <summary>Reads.</summary>
    /// <param name="counted">What the server counted at once.</param>
    /// <param name="stepSeconds">The length of the steps, where samples are close enough together for slices.</param>
    /// <param name="spacingSeconds">How far apart samples are.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Summed> ReadAsync(WindowCounts counted, double stepSeconds, double spacingSeconds, CancellationToken cancellationToken)
    {
        var length = sums.MaySlice ? stepSeconds : Math.Max(stepSeconds, Math.Ceiling(SamplesPerStep * spacingSeconds));
        var (steps, problems) = await new IncidentStepReader(session).StepsAsync(question, sums, ends.Middle, length, cancellationToken);
        if (steps.Count == 0)
        {
            return new Summed(counted.Counts, steps, 0, problems);
        }

        var perSecond = ends.Seconds > 0 ? ends.Counts.Total / (2 * ends.Seconds) : (double?)null;
        var found = await new FallSearch(session, sums).FindAsync($"{question.Field}.falls", SumStep.Of(steps), [], steps[0].Start, perSecond, budgetRatio: null, MostLooks, cancellationToken);
        if (found.Problems.Count > 0)
        {
            // Whether a counter fell is not known, and the sums may hold all that it had.
            return new Summed(null, [], 0, [.. problems, .. found.Problems]);
        }

        if (found.IsTooMuch)
        {
            return new Summed(null, [], 0, [.. problems, SloProblems.CountersFall($"{question.Field}.incident")]);
        }

        if (found.Falls.Count == 0)
        {
            return new Summed(counted.Counts, steps, 0, problems);
        }

        var clean = FallCorrection.Apply(new KeptSums { Key = "", Counts = counted, Steps = steps }, found.Falls);

        // What a fall added is extrapolated differently in the count of the whole: of the steps, what is left is exact.
        var known = SumStep.Of(clean.Steps).ToList();
        var isWhole = problems.Count == 0 && known.TrueForAll(s => s.HasData);
        var counts = isWhole ? new EventCounts(known.Sum(s => s.Errors ?? 0), known.Sum(s => s.Total ?? 0)) : clean.TrueCounts()!.Counts;
        return new Summed(counts, clean.Steps, found.Falls.Count, problems);
    }

    /// <summary>What is said of falls.</summary>
    public static string Fell(int steps) =>
        $"In the incident, counters fell by a hair in {(steps == 1 ? "one stretch" : $"{steps} stretches")}, as where samples of replicas are mixed: that is no restart, and was not counted as one.";

    /// <summary>What was summed up.</summary>
    /// <param name="Counts">The events; null when they are not known.</param>
    /// <param name="Steps">The sums of the steps.</param>
    /// <param name="Falls">How many stretches held a fall.</param>
    /// <param name="Problems">Why something is missing.</param>
    public sealed record Summed(EventCounts? Counts, IReadOnlyList<StepSums> Steps, int Falls, IReadOnlyList<EvidenceProblem> Problems);
}
