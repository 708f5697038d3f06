using Operator.Core.Sums;

namespace Operator.Evidence.Sums;

/// <summary>Chooses stretches of steps to look at again.</summary>
internal static class StepRuns
{
    // What is asked for is looked at series by series, which is dear.
    private const double MostSeconds = 2 * 86_400;

    /// <summary>The stretches that cover as many steps as possible, those with most at stake first.</summary>
    /// <param name="steps">The steps, oldest first.</param>
    /// <param name="wanted">The steps to look at, with what is at stake, the most first.</param>
    /// <param name="requests">How many stretches there may be, at least 1.</param>
    /// <returns>The stretches, and the steps that are in none of them.</returns>
    public static (IReadOnlyList<StepGrid> Grids, IReadOnlyList<(int Index, double Stake)> Unseen) Cover(IReadOnlyList<SumStep> steps, IReadOnlyList<(int Index, double Stake)> wanted, int requests)
    {
        for (var count = wanted.Count; count > 0; count = count > 16 ? count / 2 : count - 1)
        {
            var runs = Stretches.Cover([.. wanted.Take(count).Select(w => w.Index).Order()], requests);
            if (runs.Sum(r => (steps[r.Last].End - steps[r.First].Start).TotalSeconds) <= MostSeconds && runs.All(r => IsEven(steps, r)))
            {
                return (
                    [.. runs.Select(r => new StepGrid(steps[r.Last].End, steps[r.Last].Seconds, r.Last - r.First + 1))],
                    [.. wanted.Skip(count).Where(w => !runs.Any(r => r.First <= w.Index && w.Index <= r.Last))]);
            }
        }

        return ([], wanted);
    }

    // Steps of several collections differ in length where they meet.
    private static bool IsEven(IReadOnlyList<SumStep> steps, (int First, int Last) run)
    {
        for (var i = run.First; i <= run.Last; i++)
        {
            if (Math.Abs(steps[i].Seconds - steps[run.Last].Seconds) > 0.001 || (i > run.First && (steps[i].Start - steps[i - 1].End).Duration() > TimeSpan.FromMilliseconds(1)))
            {
                return false;
            }
        }

        return true;
    }
}
