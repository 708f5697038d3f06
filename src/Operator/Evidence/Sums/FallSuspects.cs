using Operator.Core.Sums;

namespace Operator.Evidence.Sums;

/// <summary>
/// Steps in which a counter may have fallen by a hair: the server takes that for a restart and counts all that the counter had, so that the step
/// has far more events than those around it.
/// </summary>
/// <param name="steps">The steps, oldest first.</param>
/// <param name="perSecond">The incident's events a second by its raw samples; null when that is not known.</param>
internal sealed class FallSuspects(IReadOnlyList<SumStep> steps, double? perSecond)
{
    private const int Around = 6;
    private const double FarMore = 3;

    // Traffic changes by much; what a counter had is more than that.
    private const double MostChange = 20;

    // More errors than before bring more events only where they were not events before: the counter of errors fell.
    private const double ByErrors = 1.2;
    private const double MostlyErrors = 0.5;
    private const double FewEvents = 10;

    // What is asked for is looked at series by series, which is dear.
    private const double MostSeconds = 2 * 86_400;
    private const double MostUnseen = 0.05;

    private double _unseen;

    /// <summary>Whether so much is suspect and could not be looked at that the sums mean nothing once one fall was found.</summary>
    public bool IsTooMuchUnseen => _unseen > MostUnseen * steps.Sum(s => s.Total ?? 0);

    /// <summary>The stretches to look at, those with most at stake.</summary>
    /// <param name="requests">How many there may be, at least 1.</param>
    public IReadOnlyList<StepGrid> Grids(int requests)
    {
        var suspects = Find().OrderByDescending(s => s.Excess).ToList();
        for (var count = suspects.Count; count > 0; count = count > 16 ? count / 2 : count - 1)
        {
            var runs = Stretches.Cover([.. suspects.Take(count).Select(s => s.Index).Order()], requests);
            if (runs.Sum(r => (steps[r.Last].End - steps[r.First].Start).TotalSeconds) <= MostSeconds && runs.All(IsEven))
            {
                _unseen = suspects.Skip(count).Where(s => !runs.Any(r => r.First <= s.Index && s.Index <= r.Last)).Sum(s => s.Excess);
                return [.. runs.Select(r => new StepGrid(steps[r.Last].End, steps[r.Last].Seconds, r.Last - r.First + 1))];
            }
        }

        return [];
    }

    // Steps of several collections differ in length where they meet.
    private bool IsEven((int First, int Last) run)
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

    private IEnumerable<(int Index, double Excess)> Find()
    {
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps[i].Total is not { } total)
            {
                continue;
            }

            var (usual, usualErrors) = (Usual(i, s => s.Total), Usual(i, s => s.Errors));
            var excess = total - usual;
            var isFarMore = total > (FarMore * usual) + FewEvents;
            var isByErrors = total > (ByErrors * usual) + FewEvents && (steps[i].Errors ?? 0) - usualErrors > MostlyErrors * excess;
            var isOutOfAllBounds = perSecond > 0 && total > (MostChange * perSecond.Value * steps[i].Seconds) + FewEvents;
            if (isFarMore || isByErrors || isOutOfAllBounds)
            {
                yield return (i, Math.Max(excess, isOutOfAllBounds ? total - (perSecond!.Value * steps[i].Seconds) : 0));
            }
        }
    }

    // The median of the steps around, without the step itself.
    private double Usual(int index, Func<SumStep, double?> value)
    {
        var others = new List<double>(2 * Around);
        for (var i = Math.Max(0, index - Around); i <= Math.Min(steps.Count - 1, index + Around); i++)
        {
            if (i != index)
            {
                others.Add((value(steps[i]) ?? 0) * steps[index].Seconds / steps[i].Seconds);
            }
        }

        others.Sort();
        return others.Count == 0 ? double.PositiveInfinity : others[others.Count / 2];
    }
}
