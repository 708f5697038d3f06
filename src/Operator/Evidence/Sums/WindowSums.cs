using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.Sums;

namespace Operator.Evidence.Sums;

/// <summary>
/// Sums up an indicator over the window before an incident. Counts are asked for the whole window at once; slices in two passes: sums
/// over steps of some minutes, and slices only in those steps that may hold a bad one.
/// </summary>
internal sealed class WindowSums(EvidenceSession session)
{
    // Looking at the slices of more of the window costs more than looking at the errors alone.
    private const double MostInSlices = 0.25;

    private readonly List<EvidenceProblem> _problems = [];
    private bool _stopped;

    /// <summary>Why something is missing.</summary>
    public IReadOnlyList<EvidenceProblem> Problems => _problems;

    /// <summary>What was left out because it costs too much and is not the chosen method; null when nothing was.</summary>
    public string? LeftOut { get; private set; }

    /// <summary>What was seen of an indicator that should be a ratio.</summary>
    public RatioCheck RatioCheck { get; } = new();

    /// <summary>Asks for what is not known yet.</summary>
    /// <param name="purpose">What it is for.</param>
    /// <param name="sums">The indicator.</param>
    /// <param name="request">Over what.</param>
    /// <param name="known">What an earlier collection knew, or nothing.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>All that is known now.</returns>
    public async Task<KeptSums> ReadAsync(string purpose, IndicatorSums sums, SumsRequest request, KeptSums known, CancellationToken cancellationToken)
    {
        if (sums.Counts is not null && request.AsksCounts(known))
        {
            var answer = await new CountReader(session).ReadAsync(purpose, sums, request.Range, cancellationToken);
            Note(answer.Problem);
            known = known with { Counts = answer.Counts ?? known.Counts };
        }

        var plan = StepPlan.For(sums.Terms, request.Range, request.Judgement.SliceSeconds, session.Budget.PointsPerRequest, sums.MaySlice);
        if (_stopped || IsLeftOut(purpose, sums, request, plan))
        {
            return known;
        }

        var from = request.Range.End;
        foreach (var gap in Gaps(request.Range, known.Steps, plan.StepSeconds))
        {
            from = gap.Start < from ? gap.Start : from;
            known = known with { Steps = InOrder(known.Steps, await ReadAsync(purpose, sums, sums.Terms, gap, plan.StepsPerRequest, cancellationToken)) };
        }

        if (sums.Falls is not null && !_stopped && from < request.Range.End)
        {
            (known, plan) = await CorrectAsync(purpose, sums, request, plan, known, from, cancellationToken);
        }

        known = sums.MaySlice && !_stopped ? await SliceAsync(purpose, sums, request, plan, known, cancellationToken) : known;
        if (sums.IsRatio)
        {
            RatioCheck.Add(known.Steps.Concat(known.Slices).SelectMany(s => s.Errors));
        }

        return known;
    }

    /// <summary>Takes off what counters that fell by a hair added.</summary>
    private async Task<(KeptSums Known, StepPlan Plan)> CorrectAsync(
        string purpose, IndicatorSums sums, SumsRequest request, StepPlan plan, KeptSums known, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var found = await new FallSearch(session, sums).FindAsync(purpose, SumStep.Of(known.Steps), known.Falls ?? [], from, request.PerSecond, request.Judgement.BudgetRatio, plan.MoreRequests, cancellationToken);
        foreach (var problem in found.Problems)
        {
            Note(problem);
        }

        plan = plan with { MoreRequests = Math.Max(0, plan.MoreRequests - found.Requests) };
        if (found.IsTooMuch)
        {
            Note(SloProblems.CountersFall(purpose));
            _stopped = true;
            return (known with { Counts = null, Steps = [], Slices = [], Falls = null }, plan);
        }

        return (found.Falls.Count == 0 ? known : FallCorrection.Apply(known, found.Falls), plan);
    }

    private async Task<KeptSums> SliceAsync(string purpose, IndicatorSums sums, SumsRequest request, StepPlan plan, KeptSums known, CancellationToken cancellationToken)
    {
        var timeline = new SumTimeline(known.Steps, known.Slices, request.Judgement);
        var uncertain = timeline.Uncertain(request.Range);
        if (uncertain.Count == 0 || plan.MoreRequests == 0)
        {
            return known;
        }

        var (terms, grids) = Cover(timeline, uncertain, sums, request, plan.MoreRequests);
        foreach (var grid in grids.OrderByDescending(g => g.End))
        {
            known = known with { Slices = InOrder(known.Slices, await ReadAsync(purpose, sums, terms, grid, StepReader.MostSteps, cancellationToken)) };
        }

        return FallCorrection.WithoutFallenSlices(known, sums.IsRatio);
    }

    // As many stretches as there are requests for; the oldest steps are given up where there are not enough.
    private (IReadOnlyList<SumTerm> Terms, IReadOnlyList<StepGrid> Grids) Cover(SumTimeline timeline, IReadOnlyList<int> uncertain, IndicatorSums sums, SumsRequest request, int most)
    {
        for (var skip = 0; skip < uncertain.Count; skip += Math.Max(1, uncertain.Count / 8))
        {
            var wanted = uncertain.Skip(skip).ToList();
            for (var runs = most; runs > 0; runs--)
            {
                StepGrid[] grids = [.. Stretches.Cover(wanted, runs).Select(run => Grid(timeline, run, request.Judgement.SliceSeconds))];
                var terms = grids.Sum(g => g.Range.Seconds) <= MostInSlices * request.Range.Seconds ? sums.Terms : sums.Terms.Take(1).ToArray();
                if (grids.Sum(g => StepReader.Requests(terms, g, session.Budget.PointsPerRequest)) <= most)
                {
                    return (terms, grids);
                }
            }
        }

        return (sums.Terms, []);
    }

    private static StepGrid Grid(SumTimeline timeline, (int First, int Last) run, double sliceSeconds) =>
        StepGrid.Over(new TimeRange(timeline.Steps[run.First].Start, timeline.Steps[run.Last].End), sliceSeconds);

    private async Task<StepSums?> ReadAsync(string purpose, IndicatorSums sums, IReadOnlyList<SumTerm> terms, StepGrid grid, int stepsPerRequest, CancellationToken cancellationToken)
    {
        if (_stopped)
        {
            return null;
        }

        var answer = await new StepReader(session).ReadAsync(purpose, terms, grid, cancellationToken, stepsPerRequest);
        Note(answer.Problem);
        _stopped |= answer.Problem is not null;
        return sums.IsRatio ? StepSumsOf.Ratio(answer) : StepSumsOf.Answer(answer, sums.ErrorsMayBeAbsent);
    }

    // What is not the chosen method's is done without when it costs too much.
    private bool IsLeftOut(string purpose, IndicatorSums sums, SumsRequest request, StepPlan plan)
    {
        if (request.NeedsSlices || sums.Counts is null)
        {
            return false;
        }

        var samples = sums.Terms.Sum(t => t.Samples(StepGrid.Over(request.Range, plan.StepSeconds)));
        if (!session.Budget.WouldExceed(samples))
        {
            return false;
        }

        LeftOut = $"{purpose}: methods by slices were not computed: would read {CollectionBudget.Count(samples)} samples, more than limits.samplesPerCollection leaves.";
        return true;
    }

    private void Note(EvidenceProblem? problem)
    {
        if (problem is not null)
        {
            _problems.Add(problem);

            // What only this question was too much for leaves the others.
            _stopped |= session.Failure is not null || problem.Reason is not (Reasons.NoData or Reasons.QueryTooExpensive or Reasons.PrometheusTimeout);
        }
    }

    // Latest first, so that what stops the reading leaves the steps next to the incident.
    private static IEnumerable<StepGrid> Gaps(TimeRange range, IReadOnlyList<StepSums> known, double stepSeconds)
    {
        var end = range.End;
        foreach (var sums in known.OrderByDescending(k => k.End))
        {
            if (sums.End < end)
            {
                foreach (var grid in Filling(new TimeRange(sums.End > range.Start ? sums.End : range.Start, end), stepSeconds))
                {
                    yield return grid;
                }
            }

            end = sums.Start < end ? sums.Start : end;
        }

        if (end > range.Start)
        {
            yield return StepGrid.Over(new TimeRange(range.Start, end), stepSeconds);
        }
    }

    // Whole steps, and one shorter step for what is left.
    private static IEnumerable<StepGrid> Filling(TimeRange gap, double stepSeconds)
    {
        var whole = (int)Math.Floor((gap.Seconds + 0.001) / stepSeconds);
        if (whole > 0)
        {
            yield return new StepGrid(gap.End, stepSeconds, whole);
        }

        var rest = Math.Round(gap.Seconds - (whole * stepSeconds), 3);
        if (rest > 0)
        {
            yield return new StepGrid(gap.Start.AddSeconds(rest), rest, 1);
        }
    }

    private static IReadOnlyList<StepSums> InOrder(IReadOnlyList<StepSums> known, StepSums? more) =>
        more is null ? known : [.. known.Append(more).OrderBy(s => s.Start)];
}
