using Operator.Core.Evidence;
using Operator.Evidence.Sums;

namespace Operator.Evidence;

/// <summary>Reads an indicator of two rate queries: events are rate times seconds. Counts at once, slices by a point each.</summary>
internal sealed class EventsSliReader(EvidenceSession session)
{
    private const double LongSeconds = 3600;
    private const double ResolutionSeconds = 15;

    // Rates of both are extrapolated alone.
    private const double MostErrors = 1.01;

    private const string NoWindow = "A query without {{.window}} looks back as far as its own range says, which blurs where the incident begins and ends, and makes each run of bad slices up to that much longer.";

    public async Task<SloEvidence> ReadAsync(SloQuestion question, CancellationToken cancellationToken)
    {
        if (question.RangeTooLong is { } tooLong)
        {
            return question.Empty(SliKind.Events) with { Problems = [tooLong] };
        }

        var sli = question.Slo.Sli.Events!;
        var moments = await new MomentReader(session).ReadAsync(question, [sli.ErrorQuery, sli.TotalQuery], cancellationToken);
        if (SloProblems.OfMoments(question, moments) is { } notEvents)
        {
            return question.Empty(SliKind.Events) with { Problems = [notEvents] };
        }

        var selectors = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
        {
            [IndicatorSums.Errors] = QuerySums.SelectorsOf(sli.ErrorQuery),
            [IndicatorSums.Total] = QuerySums.SelectorsOf(sli.TotalQuery),
        };
        var known = session.Known(question.SumsKey);
        var range = question.SurveyRange(known);
        var operands = new OperandChanges(QueryShape.IsDifference(sli.ErrorQuery) ? QuerySums.SelectorsOf(sli.ErrorQuery) : [], range);
        var survey = await new SurveyReader(session).ReadAsync(
            question.Field,
            selectors,
            range,
            cancellationToken,
            known.GivesCounts is null
                ? [.. QueryUnits.Figures(IndicatorSums.Errors, sli.ErrorQuery, range.End), .. QueryUnits.Figures(IndicatorSums.Total, sli.TotalQuery, range.End), .. operands.Figures()]
                : operands.Figures());
        if ((IncidentLength.TooShort(question, survey, sli.TotalQuery) ?? SloProblems.RangeTooShort(question, survey, sli.ErrorQuery, sli.TotalQuery)) is { } tooShort)
        {
            return question.Empty(SliKind.Events) with { Problems = [tooShort] };
        }

        var falls = await new SlightFallReader(session).ReadAsync($"{question.Field}.sli.events", [sli.ErrorQuery, sli.TotalQuery], QueryFalls.RangeOf(question), question.Incident.Seconds, cancellationToken);
        var (queries, unitProblem) = EventQueries.Of(question, survey, known.GivesCounts, moments.SampleSeconds, falls);
        var sums = QuerySums.Events(queries.Errors, queries.Total, survey, question.SliceSeconds, question.LagSeconds);
        var step = IncidentSteps.SecondsFor(sums.Terms, question, session.Budget.PointsPerRequest);
        var (evidence, figures) = await CountAsync(question, queries, unitProblem, falls, cancellationToken);
        if (evidence.Incident is null)
        {
            return evidence;
        }

        evidence = step > question.SliceSeconds
            ? await CoarseAsync(evidence, question, sums, step, cancellationToken)
            : await SlicesAsync(evidence, question, queries, survey, figures, cancellationToken);
        evidence = sums.Gone is { } gone ? await WithThoseGoneAsync(evidence, question, gone, cancellationToken) : evidence;
        evidence = await WithoutFallsAsync(evidence, question, queries, falls, cancellationToken);
        if (evidence.Incident is not { } counts)
        {
            return evidence;
        }

        if (counts.Errors > counts.Total * MostErrors)
        {
            return question.Empty(SliKind.Events) with { Problems = [SloProblems.MoreErrorsThanEvents(question)] };
        }

        evidence = await new QueryGaps(session, survey).MarkAsync(evidence, question, [sli.TotalQuery, sli.ErrorQuery], cancellationToken);
        return await BeforeAsync(evidence, question, sums, operands, survey, counts, cancellationToken);
    }

    private async Task<SloEvidence> WithThoseGoneAsync(SloEvidence evidence, SloQuestion question, GoneSeries gone, CancellationToken cancellationToken) =>
        evidence.Slices.All(s => s.HasData) && QueryFalls.Sum(evidence.Slices) is var parts
            && await gone.AreLostAsync(session, $"{question.Field}.sli.events", question.Incident, evidence.Incident!.Value, parts, cancellationToken) ? evidence with { Incident = parts } : evidence;

    // Slices miss what is scraped less often than they are long: how much that is, the longest stretch without a fall tells.
    private async Task<SloEvidence> WithoutFallsAsync(SloEvidence evidence, SloQuestion question, EventQueries queries, SlightFalls falls, CancellationToken cancellationToken)
    {
        var mended = QueryFalls.Apply(evidence, question, falls);
        if (mended.Incident is null || ReferenceEquals(mended.Slices, evidence.Slices) || QueryFalls.LongestClean(evidence, question, falls) is not { Count: > 0 } clean)
        {
            return mended;
        }

        var range = new TimeRange(clean[0].Start, clean[^1].Start.AddSeconds(clean[^1].Seconds));
        var expression = PromQL.Figures(PromQL.Figure("errors", Sum(queries.Errors, range.Seconds)), PromQL.Figure("total", Sum(queries.Total, range.Seconds)));
        var figures = new FigureSet(await session.SharedAsync($"{question.Field}.sli.events", expression, range.End.AddSeconds(question.LagSeconds), cancellationToken));
        return mended with { Incident = QueryFalls.Scaled(QueryFalls.Sum(mended.Slices), QueryFalls.Sum(clean), new EventCounts((figures["errors"] ?? 0) * range.Seconds, (figures["total"] ?? 0) * range.Seconds)) };
    }

    private async Task<SloEvidence> BeforeAsync(SloEvidence evidence, SloQuestion question, IndicatorSums sums, OperandChanges operands, SourceSurvey survey, EventCounts counts, CancellationToken cancellationToken)
    {
        var missing = operands.Missing(survey.Figures);
        var replaced = missing is null ? operands.Replaced(survey.Figures) : null;

        var sli = question.Slo.Sli.Events!;
        sums = sums with { Falls = QuerySums.Falls([GrowthSelectors.In(sli.ErrorQuery), GrowthSelectors.In(sli.TotalQuery)], survey, question.SliceSeconds, question.LagSeconds) };

        // A sum over the whole window has both operands, however short one of them was there; steps tell where it was not.
        evidence = await new BeforeReader(session).AddAsync(evidence, question, sums with { Counts = missing is null ? sums.Counts : null }, cancellationToken);
        return evidence with
        {
            Notes =
            [
                .. evidence.Notes,
                .. missing is null ? Array.Empty<string>() : [SloProblems.OperandMissing(missing)],
                .. replaced is null ? Array.Empty<string>() : [SloProblems.OperandReplaced(replaced)],
                .. SliceNotes.FewErrors(question, survey, counts) is { } few ? [few] : Array.Empty<string>(),
                .. counts is { Errors: <= 0, Total: > 0 } && SloProblems.MatchedNothing(question, survey, evidence.Before) is { } nothing ? [nothing] : Array.Empty<string>(),
            ],
        };
    }

    private async Task<(SloEvidence Evidence, FigureSet Figures)> CountAsync(SloQuestion question, EventQueries queries, EvidenceProblem? unitProblem, SlightFalls falls, CancellationToken cancellationToken)
    {
        var evidence = question.Empty(SliKind.Events);
        var length = question.Incident.Seconds;
        var expression = PromQL.Figures([
            PromQL.Figure("errors", Sum(queries.Errors, length)),
            PromQL.Figure("total", Sum(queries.Total, length)),
            .. SilentSeries.Figures(queries.Total.Text, length),
            .. RateSlices.LastFigures(question, seconds => (Sum(queries.Errors, seconds), Sum(queries.Total, seconds)))]);
        var at = question.Incident.End.AddSeconds(question.LagSeconds);
        var figures = new FigureSet(await session.SharedAsync($"{question.Field}.sli.events", expression, at, cancellationToken));
        EvidenceProblem? problem = figures["total"] is not { } total
            ? figures.Has("total") ? SloProblems.NotARate(question) : SloProblems.NoData($"{question.Field}.sli.events.totalQuery", queries.Total.Text)
            : figures.IsSpoiled("errors") ? SloProblems.NotARate(question)
            : total > 0 && !figures.Has("errors") && !queries.ErrorsMayBeAbsent ? SloProblems.NoErrorsOfSeveralOperands($"{question.Field}.sli.events")
            : total > 0 && unitProblem is not null ? unitProblem
            : falls.Stretches.Count == 0 && (total < 0 || figures["errors"] < 0 || figures["errors"] > total * MostErrors) ? SloProblems.MoreErrorsThanEvents(question)
            : null;
        return problem is not null ? (evidence with { Problems = [problem] }, figures) : (evidence with
        {
            CountSource = CountSource.RateTimesSeconds,
            Incident = new EventCounts((figures["errors"] ?? 0) * length, figures["total"]!.Value * length),
            Notes =
            [
                .. queries.Total.SampleSeconds is { } seconds ? [SloProblems.Samples(seconds)] : queries.Total.Unit == QueryUnit.Count ? [SloProblems.Counts] : Array.Empty<string>(),
                .. SilentSeries.Note(figures) is { } silent ? [silent] : Array.Empty<string>(),
                .. question.LagSeconds > 0 ? [SliceNotes.Lags(question)] : queries is { Errors.HasWindow: true, Total.HasWindow: true } or { Total.SampleSeconds: not null } ? Array.Empty<string>() : [NoWindow],
            ],
        }, figures);
    }

    private async Task<SloEvidence> CoarseAsync(SloEvidence evidence, SloQuestion question, IndicatorSums sums, double step, CancellationToken cancellationToken)
    {
        var (slices, problems) = await new IncidentStepReader(session).ReadAsync(question, sums, question.Incident, step, cancellationToken);
        return evidence with
        {
            Slices = slices,
            Series = ChartPoints.Of([], slices, []),
            Problems = [.. evidence.Problems, .. problems],
            Notes = [.. evidence.Notes, SloProblems.CoarseSlices(step)],
        };
    }

    private async Task<SloEvidence> SlicesAsync(SloEvidence evidence, SloQuestion question, EventQueries queries, SourceSurvey survey, FigureSet last, CancellationToken cancellationToken)
    {
        var wideSeconds = RateSlices.WideFor(survey);
        var isTooFine = queries.Total.HasWindow && QueryShape.NeedsTwoSamples(queries.Total.Text) && RateSlices.IsTooFine(survey, question.SliceSeconds);
        var sliced = await AddAsync(isTooFine ? wideSeconds : 0);
        if (isTooFine || sliced.Slices.Count == 0 || !TooFine(sliced, question) || evidence.Incident is { Total: <= 0 })
        {
            return isTooFine ? Noted(sliced) : sliced;
        }

        var wide = await AddAsync(wideSeconds);
        return wide.Slices.Count(s => s.HasData) > sliced.Slices.Count(s => s.HasData) ? Noted(wide) : sliced;

        Task<SloEvidence> AddAsync(double wide) => new RateSlices(session, survey, queries.ErrorsMayBeAbsent).AddAsync(
            evidence,
            question,
            seconds => (Sum(queries.Errors, seconds), Sum(queries.Total, seconds)),
            last,
            wide,
            cancellationToken);

        SloEvidence Noted(SloEvidence read) => read with { LookBackSeconds = Math.Max(0, (2 * wideSeconds) - question.SliceSeconds), Notes = [.. read.Notes, SloProblems.WideSlices(question.SliceSeconds, wideSeconds)] };
    }

    // Where samples are about as far apart as slices are long, a slice holds two of them by luck. A gap is missing in the incident alone.
    private static bool TooFine(SloEvidence evidence, SloQuestion question)
    {
        var outside = evidence.Series.Where(p => p.At <= question.Incident.Start || p.At > question.Incident.End).ToList();
        return evidence.Slices.Count(s => s.HasData) * 2 <= evidence.Slices.Count && outside.Count(p => p.Value is not null) * 2 <= outside.Count;
    }

    // A recorded rate, or one with a range of its own, says only what was at one moment: it is averaged over the stretch that is asked about.
    private static string Sum(EventQuery query, double seconds) =>
        !query.HasWindow ? $"sum(avg_over_time({query.PerSecond(seconds)}[{PromQL.Duration(seconds)}:{PromQL.Duration(seconds > LongSeconds ? SloQuestion.MinuteSeconds : Math.Min(ResolutionSeconds, query.SampleSeconds ?? ResolutionSeconds))}]))"
        : $"sum({query.PerSecond(seconds)})";
}
