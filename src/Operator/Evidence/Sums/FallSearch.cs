using Operator.Core.Evidence;
using Operator.Core.Sums;

namespace Operator.Evidence.Sums;

/// <summary>
/// Finds what the server counted too much for counters that fell by a hair. It takes such a fall for a restart and counts all that the counter had, which shows in the sums; or it
/// takes it for none, and tells itself where counters fell. In the hour after a fall, the way back up to the former height is counted once more.
/// </summary>
/// <param name="session">The collection.</param>
/// <param name="sums">What was summed up.</param>
internal sealed class FallSearch(EvidenceSession session, IndicatorSums sums)
{
    /// <summary>For how long a counter may be below its former height; what stays there for longer is not looked at.</summary>
    public const double LongestBelowSeconds = 3600;

    // Few services have falls, which are worth more requests.
    private const int MostLooksBeside = 6;
    private const int MostLooksForWaysBack = 12;

    // What comes back is taken off where it most likely was; of more than this nobody can tell.
    private const double MostRegained = 0.1;
    private const double MostReplaced = 0.05;

    // Of what was summed up, what was not looked at may be that much wrong.
    private const double MostUnseen = 0.05;
    private const double FewErrors = 10;

    private readonly List<EvidenceProblem> _problems = [];

    /// <summary>Looks.</summary>
    /// <param name="purpose">What it is for.</param>
    /// <param name="steps">What was summed up, oldest first.</param>
    /// <param name="known">What is taken off the sums already.</param>
    /// <param name="from">Where the steps begin that nobody has looked at.</param>
    /// <param name="perSecond">The incident's events a second by its raw samples; null when that is not known.</param>
    /// <param name="budgetRatio">The share of events that may fail, of which little may be in doubt; null where the sums are no budget's window.</param>
    /// <param name="requests">How many requests it may take to look for falls.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<FoundFalls> FindAsync(
        string purpose, IReadOnlyList<SumStep> steps, IReadOnlyList<CounterFall> known, DateTimeOffset from, double? perSecond, double? budgetRatio, int requests, CancellationToken cancellationToken)
    {
        if (sums.Falls is not { } terms || steps.Count == 0)
        {
            return new FoundFalls([], [], IsTooMuch: false, 0);
        }

        var suspects = new FallSuspects(steps, perSecond, sums.IsRatio);
        List<CounterFall> found = [];
        var looks = 0;
        if (terms.Falls.Count > 0)
        {
            await LookAsync(suspects.Grids(Math.Max(1, requests)));
            if (found.Count > 0)
            {
                await LookAsync(suspects.GridsBeside(found, Math.Max(MostLooksBeside, requests - looks)));
            }
        }

        var low = terms.Descents.Count > 0
            ? await ReadAsync(purpose, terms.Descents, StepGrid.Over(new TimeRange(from.AddSeconds(-LongestBelowSeconds), steps[^1].End), LongestBelowSeconds), cancellationToken)
            : [.. found, .. known.Where(k => k.Range.End.AddSeconds(LongestBelowSeconds) > from)];
        var (grids, _) = StepRuns.Cover(steps, After(steps, low, from, includesFall: terms.Descents.Count > 0), MostLooksForWaysBack);
        List<CounterFall> back = [];
        foreach (var grid in grids)
        {
            back.AddRange((await ReadAsync(purpose, terms.WaysBack, grid, cancellationToken)).Where(b => !IsIn(known, b)));
        }

        var unseen = low.Where(l => !grids.Any(g => g.Start < l.Range.End.AddSeconds(LongestBelowSeconds) && g.End > l.Range.Start)).ToList();
        var isTooMuch = (found.Count > 0 && suspects.IsTooMuchUnseen(budgetRatio)) || (terms.Descents.Count > 0 && IsMuch(steps, unseen)) || IsMostlyRegained(steps, back, (double)low.Count / Math.Max(1, low.Count - unseen.Count), budgetRatio);
        var all = suspects.Whole(found, back, terms.AreSigns);
        return new FoundFalls(all, _problems, isTooMuch || (terms.AreSigns && all.Count > MostReplaced * steps.Count), looks);

        async Task LookAsync(IReadOnlyList<StepGrid> stretches)
        {
            foreach (var grid in stretches)
            {
                looks++;
                found.AddRange((await ReadAsync(purpose, terms.Falls, grid, cancellationToken)).Where(f => !IsIn(found, f)));
            }
        }
    }

    private static bool IsIn(IReadOnlyList<CounterFall> falls, CounterFall fall) => falls.Any(f => f.Range.Start == fall.Range.Start);

    private async Task<List<CounterFall>> ReadAsync(string purpose, IReadOnlyList<SumTerm> terms, StepGrid grid, CancellationToken cancellationToken)
    {
        var answer = await new StepReader(session).ReadAsync(purpose, terms, grid, cancellationToken);
        if (answer.Problem is { } problem)
        {
            _problems.Add(problem);
        }

        return [.. FallCorrection.Read(answer)];
    }

    private bool IsMostlyRegained(IReadOnlyList<SumStep> steps, IReadOnlyList<CounterFall> back, double share, double? budgetRatio)
    {
        var total = steps.Sum(s => s.Events ?? 0);
        return !sums.IsRatio && budgetRatio is { } budget && (share * back.Sum(b => b.Excess.Total) > MostRegained * total || share * back.Sum(b => b.Excess.Errors) > MostRegained * budget * total);
    }

    private bool IsMuch(IReadOnlyList<SumStep> steps, IEnumerable<CounterFall> unseen)
    {
        var (errors, total) = (0.0, 0.0);
        foreach (var fall in unseen)
        {
            (errors, total) = (errors + fall.Excess.Errors, total + fall.Excess.Total);
        }

        return !sums.IsRatio && (total > MostUnseen * steps.Sum(s => s.Events ?? 0) || errors > (MostUnseen * steps.Sum(s => s.Errors ?? 0)) + FewErrors);
    }

    // Where counters may be on their way back. A stretch that holds a fall by itself holds the beginning of it, too.
    private static IReadOnlyList<(int Index, double Stake)> After(IReadOnlyList<SumStep> steps, IReadOnlyList<CounterFall> falls, DateTimeOffset from, bool includesFall)
    {
        var stakes = new SortedDictionary<int, double>();
        foreach (var fall in falls)
        {
            var (first, end) = (includesFall ? fall.Range.Start : fall.Range.End, fall.Range.End.AddSeconds(LongestBelowSeconds));
            var start = first > from ? first : from;
            foreach (var (i, step) in steps.Index().Where(s => s.Item.End > start && s.Item.Start < end))
            {
                stakes[i] = Math.Max(stakes.GetValueOrDefault(i), Math.Max(Math.Abs(fall.Excess.Errors), fall.Excess.Total));
            }
        }

        return [.. stakes.OrderByDescending(s => s.Value).Select(s => (s.Key, s.Value))];
    }
}
