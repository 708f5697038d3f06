using Operator.Core;
using Operator.Core.Budgets;
using Operator.Core.Evidence;
using Operator.Core.Sums;
using Operator.Evidence.Sums;

namespace Operator.Evidence;

/// <summary>Sums up the window before the incident, and makes its figures of the sums.</summary>
internal sealed class BeforeReader(EvidenceSession session)
{
    private const double CertainlyAvailability = 0.9;
    private const double EnoughSecondsToJudge = 3600;

    // A day of the usual window each.
    private const int MostStretches = 30;

    private const double MostFirst = 2;

    public async Task<SloEvidence> AddAsync(SloEvidence evidence, SloQuestion question, IndicatorSums sums, CancellationToken cancellationToken)
    {
        var range = question.Before;
        if (range.Seconds < 2 * Math.Max(SloQuestion.MinuteSeconds, question.SliceSeconds))
        {
            // The incident began with the window (or before it): nothing lies between them.
            var none = new BeforeIncident { Counts = sums.HasCounts ? new EventCounts(0, 0) : null, BadSeconds = 0, ErrorRatioSeconds = 0, CoveredSeconds = 0, Course = [] };
            return evidence with { Before = none };
        }

        var request = question.SumsRequest with { PerSecond = evidence.Incident?.Total / question.Incident.Seconds };
        var reader = new WindowSums(session);
        var known = await reader.ReadAsync($"{question.Field}.before", sums, request, session.Known(question.SumsKey), cancellationToken);
        session.Keep(known.From(range.Start) with { GivesCounts = sums.GivesCounts });
        evidence = evidence with
        {
            Before = Figures(sums, request, known, await AreSeriesLostAsync($"{question.Field}.before", sums, request, known, cancellationToken), await MayHoldUnseenFallAsync($"{question.Field}.before", sums, request, known, cancellationToken)),
            Problems = [.. evidence.Problems, .. reader.Problems],
            Notes = [.. evidence.Notes, .. Notes(reader, known)],
        };
        return question.Slo.Sli.Raw is not null ? Judge(evidence, question, reader.RatioCheck) : evidence;
    }

    private static IEnumerable<string> Notes(WindowSums reader, KeptSums known)
    {
        if (reader.LeftOut is { } leftOut)
        {
            yield return leftOut;
        }

        if (known.Falls is { Count: > 0 } falls)
        {
            yield return $"Before the incident, counters fell by a hair in {(falls.Count == 1 ? "one stretch" : $"{falls.Count} stretches")} (the last one ended at {SloProblems.Moment(falls.Max(f => f.Range.End))}), as where samples of replicas are mixed: that is no restart, and was not counted as one.";
        }
    }

    // The whole may be more than its steps because a fall lies between two of them, or because samples are missing and a step holds too few of them.
    private async Task<bool> MayHoldUnseenFallAsync(string purpose, IndicatorSums sums, SumsRequest request, KeptSums known, CancellationToken cancellationToken)
    {
        var timeline = new SumTimeline(known.Steps, known.Slices, request.Judgement);
        if (sums.Falls is not { Resets.Count: > 0 } terms || known.Falls is { Count: > 0 } || known.Counts is not { } counts || !timeline.FiguresOf(request.Range).IsComplete
            || !WholeOrSteps.IsMore(WholeOrSteps.Moved(counts, timeline, request.Range), counts.FirstErrors, timeline.CountsIn(request.Range)))
        {
            return false;
        }

        try
        {
            var lag = terms.Resets[0].LagSeconds;
            var expression = PromQL.Figures(terms.Resets.Select(t => PromQL.Figure(t.Name, t.Over(request.Range.Seconds))));
            var found = new FigureSet(await session.SharedAsync(purpose, expression, request.Range.End.AddSeconds(lag), cancellationToken));
            return terms.Resets.Any(t => found[t.Name] is not 0);
        }
        catch (FailureException e) when (EvidenceFaults.ConcernsOneQuery(e))
        {
            return true;
        }
    }

    private async Task<bool> AreSeriesLostAsync(string purpose, IndicatorSums sums, SumsRequest request, KeptSums known, CancellationToken cancellationToken)
    {
        var timeline = new SumTimeline(known.Steps, known.Slices, request.Judgement);
        return sums.Gone is { } gone && known.Counts is { } counts && timeline.FiguresOf(request.Range).IsComplete
            && await gone.AreLostAsync(session, purpose, request.Range, WholeOrSteps.Moved(counts, timeline, request.Range), timeline.CountsIn(request.Range), cancellationToken);
    }

    private static BeforeIncident Figures(IndicatorSums sums, SumsRequest request, KeptSums known, bool areSeriesLost, bool mayHoldFall)
    {
        var timeline = new SumTimeline(known.Steps, known.Slices, request.Judgement);
        var figures = timeline.FiguresOf(request.Range);
        var whole = areSeriesLost ? null : WholeOrSteps.Whole(sums, known, timeline, figures, request.Range, mayHoldFall);
        var counts = whole is not null ? WholeOrSteps.Moved(whole, timeline, request.Range)
            : sums.HasCounts && (sums.Counts is null || known.Counts is not null) && figures.IsComplete ? timeline.CountsIn(request.Range, onlyPaired: sums.Counts is null)
            : (EventCounts?)null;
        if (!figures.IsComplete)
        {
            return new BeforeIncident { Counts = counts };
        }

        var bounded = figures.MostBadSeconds > figures.LeastBadSeconds;
        return new BeforeIncident
        {
            Counts = counts,
            BadSeconds = figures.LeastBadSeconds,
            MostBadSeconds = bounded ? figures.MostBadSeconds : null,
            StepSeconds = bounded ? timeline.Steps[0].Seconds : null,
            ErrorRatioSeconds = Math.Min(figures.ErrorRatioSeconds * Correction(whole, timeline, request.Range), request.Range.Seconds),
            CoveredSeconds = figures.CoveredSeconds,
            Course = [.. Course(sums, timeline, request.Range)],
        };
    }

    private static IEnumerable<WindowStretch> Course(IndicatorSums sums, SumTimeline timeline, TimeRange range)
    {
        foreach (var stretch in TimeSlices.Lay(range, TimeSpan.FromSeconds(Math.Ceiling(range.Seconds / MostStretches))))
        {
            var figures = timeline.FiguresOf(stretch);
            yield return new WindowStretch
            {
                End = stretch.End,
                Counts = sums.HasCounts ? timeline.CountsIn(stretch) : null,
                BadSeconds = figures.MostBadSeconds,
                ErrorRatioSeconds = figures.ErrorRatioSeconds,
            };
        }
    }

    // What is counted over the window at once misses less than sums over steps do: first values, and what a process counts after a restart.
    private static double Correction(WindowCounts? whole, SumTimeline timeline, TimeRange range)
    {
        if (whole is not { } counted || timeline.CountsIn(range) is not { Errors: > 0, Total: > 0 } summed)
        {
            return 1;
        }

        var counts = WholeOrSteps.Moved(counted, timeline, range);
        var (errors, total) = (counts.Errors / summed.Errors, counts.Total / summed.Total);
        return errors is >= 1 / WholeOrSteps.MostLost and <= WholeOrSteps.MostLost && total is >= 1 / WholeOrSteps.MostLost and <= WholeOrSteps.MostLost
            ? errors / total
            : Math.Min(1 + (counted.FirstErrors / summed.Errors), MostFirst);
    }

    private static SloEvidence Judge(SloEvidence evidence, SloQuestion question, RatioCheck seen)
    {
        if (evidence.Before is { CoveredSeconds: > EnoughSecondsToJudge and var seconds, ErrorRatioSeconds: { } sum } && sum / seconds > CertainlyAvailability)
        {
            return question.Empty(evidence.Kind) with { Problems = [.. evidence.Problems, SloProblems.Availability(question, sum / seconds)] };
        }

        return seen.Wrong is { } wrong ? evidence with { Before = null, Problems = [.. evidence.Problems, SloProblems.NotARatio(question, wrong)] } : evidence;
    }
}
