using Operator.Api;
using Operator.Core;
using Operator.Core.Budgets;
using Operator.Core.Evidence;
using Operator.Core.Sums;
using Operator.Evidence.Sums;

namespace Operator.Evidence;

/// <summary>Reads an indicator that is a ratio already; no counts exist.</summary>
internal sealed class RawSliReader(EvidenceSession session)
{
    private const double Tolerance = 1e-6;

    // Finer than any usual rule interval, so that each recorded value weighs by how long it stood.
    private const string Resolution = "15s";
    private const double ResolutionSeconds = 15;

    private readonly List<EvidenceProblem> _problems = [];
    private SourceSurvey _survey = SourceSurvey.Unknown;
    private SlightFalls _falls = SlightFalls.None;

    public async Task<SloEvidence> ReadAsync(SloQuestion question, CancellationToken cancellationToken)
    {
        var evidence = question.Empty(SliKind.Raw);
        if (question.RangeTooLong is { } tooLong)
        {
            return evidence with { Problems = [tooLong] };
        }

        if (await new MomentReader(session).ReadAsync(question, [question.Slo.Sli.Raw!.ErrorRatioQuery], cancellationToken) is { Counter: { } counter })
        {
            return evidence with { Problems = [SloProblems.BareCounter(question, counter)] };
        }

        evidence = question.LagSeconds > 0 ? evidence with { Notes = [SliceNotes.Lags(question)] } : evidence;
        var sli = question.Slo.Sli.Raw!;
        var selectors = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { [IndicatorSums.Errors] = QuerySums.SelectorsOf(sli.ErrorRatioQuery) };
        _survey = await new SurveyReader(session).ReadAsync(question.Field, selectors, question.SurveyRange(session.Known(question.SumsKey)), cancellationToken);
        if ((IncidentLength.TooShort(question, _survey, sli.ErrorRatioQuery) ?? SloProblems.RangeTooShort(question, _survey, sli.ErrorRatioQuery)) is { } tooShort)
        {
            return evidence with { Problems = [tooShort] };
        }

        _falls = await new SlightFallReader(session).ReadAsync($"{question.Field}.sli.raw", [sli.ErrorRatioQuery], QueryFalls.RangeOf(question), question.Incident.Seconds, cancellationToken);
        var sums = QuerySums.Raw(sli, _survey, question.SliceSeconds, question.LagSeconds) with
        {
            Falls = QuerySums.Falls([GrowthSelectors.In(sli.ErrorRatioQuery)], _survey, question.SliceSeconds, question.LagSeconds),
        };
        var step = IncidentSteps.SecondsFor(sums.Terms, question, session.Budget.PointsPerRequest);
        var read = step > question.SliceSeconds
            ? await CoarseAsync(evidence, question, sums, step, cancellationToken)
            : await FineAsync(evidence, question, sums, cancellationToken);
        return read.Slices.Any(s => s.ErrorRatio is not null) && read.Slices.All(s => s.ErrorRatio is null or 0) && SloProblems.MatchedNothing(question, _survey, read.Before) is { } nothing
            ? read with { Notes = [.. read.Notes, nothing] }
            : read;
    }

    private async Task<SloEvidence> CoarseAsync(SloEvidence evidence, SloQuestion question, IndicatorSums sums, double step, CancellationToken cancellationToken)
    {
        var (slices, problems) = await new IncidentStepReader(session).ReadAsync(question, sums, question.Incident, step, cancellationToken);
        evidence = evidence with { Slices = slices, Series = ChartPoints.Of([], slices, []), Problems = problems, Notes = [.. evidence.Notes, SloProblems.CoarseSlices(step)] };
        evidence = QueryFalls.Apply(evidence, question, _falls);
        evidence = await new QueryGaps(session, _survey).MarkAsync(evidence, question, [question.Slo.Sli.Raw!.ErrorRatioQuery], cancellationToken);
        return slices.Any(s => s.HasData)
            ? await new BeforeReader(session).AddAsync(evidence, question, sums, cancellationToken)
            : evidence with { Problems = [.. problems, SloProblems.NoData($"{question.Field}.sli.raw.errorRatioQuery", question.Slo.Sli.Raw.ErrorRatioQuery)] };
    }

    private async Task<SloEvidence> FineAsync(SloEvidence evidence, SloQuestion question, IndicatorSums sums, CancellationToken cancellationToken)
    {
        var windowed = PromQL.HasWindow(question.Slo.Sli.Raw!.ErrorRatioQuery);
        var widened = windowed && QueryShape.NeedsTwoSamples(question.Slo.Sli.Raw.ErrorRatioQuery) && RateSlices.IsTooFine(_survey, question.SliceSeconds);
        var minutes = await PointsAsync(question, question.Chart, SloQuestion.MinuteSeconds, widened, cancellationToken);
        if (windowed && !widened && TooFine(question, minutes))
        {
            var wide = await PointsAsync(question, question.Chart, SloQuestion.MinuteSeconds, wide: true, cancellationToken);
            (widened, minutes) = wide.Values.Count(IsKnown) > minutes.Values.Count(IsKnown) ? (true, wide) : (false, minutes);
        }

        var last = await LastAsync(question, widened, cancellationToken);
        var head = widened ? await HeadAsync(question, cancellationToken) : null;
        var minuteSlices = Slices(question, minutes, SloQuestion.MinuteSeconds, last, head);
        var slices = minuteSlices;
        if (!question.HasMinuteSlices)
        {
            slices = Slices(question, await PointsAsync(question, question.Incident, question.SliceSeconds, widened, cancellationToken), question.SliceSeconds, last, head);
        }

        if (!minuteSlices.Any(s => s.HasData) && !slices.Any(s => s.HasData))
        {
            return evidence with { Problems = [SloProblems.NoData($"{question.Field}.sli.raw.errorRatioQuery", question.Slo.Sli.Raw.ErrorRatioQuery)] };
        }

        evidence = evidence with
        {
            Slices = slices,
            MinuteSlices = question.HasMinuteSlices ? [] : minuteSlices,
            Series = ChartPoints.Downsample([.. minutes.Select(p => new SliPoint(p.Key, p.Value is { } v && IsRatio(v) ? 1 - Math.Clamp(v, 0, 1) : null))]),
            Problems = _problems,
            LookBackSeconds = widened ? Math.Max(0, (2 * RateSlices.WideFor(_survey)) - question.SliceSeconds) : null,
            Notes = widened ? [.. evidence.Notes, SloProblems.WideSlices(question.SliceSeconds, RateSlices.WideFor(_survey))] : evidence.Notes,
        };
        evidence = QueryFalls.Apply(evidence, question, _falls);
        if (evidence.Slices.Count == 0)
        {
            return evidence;
        }

        if (evidence.MinuteSlices.Concat(evidence.Slices).Select(s => s.ErrorRatio).FirstOrDefault(r => r is not null && !IsRatio(r.Value)) is { } wrong)
        {
            return question.Empty(SliKind.Raw) with { Problems = [SloProblems.NotARatio(question, wrong)] };
        }

        evidence = evidence with { Slices = [.. evidence.Slices.Select(Clamped)], MinuteSlices = [.. evidence.MinuteSlices.Select(Clamped)] };

        evidence = await new QueryGaps(session, _survey).MarkAsync(evidence, question, [question.Slo.Sli.Raw.ErrorRatioQuery], cancellationToken);
        return await new BeforeReader(session).AddAsync(evidence, question, sums, cancellationToken);
    }

    // Where samples are about as far apart as slices are long, a slice holds two of them by luck. A gap is missing in the incident alone.
    private static bool TooFine(SloQuestion question, SortedDictionary<DateTimeOffset, double?> minutes) => minutes
        .GroupBy(p => p.Key > question.Incident.Start && p.Key - TimeSpan.FromSeconds(SloQuestion.MinuteSeconds) < question.Incident.End)
        .All(side => side.Count(p => IsKnown(p.Value)) * 2 <= side.Count());

    private static bool IsKnown(double? value) => value is { } known && !double.IsNaN(known);

    private async Task<SortedDictionary<DateTimeOffset, double?>> PointsAsync(SloQuestion question, TimeRange range, double seconds, bool wide, CancellationToken cancellationToken)
    {
        var start = question.Incident.Start.AddSeconds(-Math.Floor((question.Incident.Start - range.Start).TotalSeconds / seconds) * seconds);
        var steps = Math.Ceiling((range.End - start).TotalSeconds / seconds);
        var grid = new StepGrid(start.AddSeconds(steps * seconds), seconds, (int)steps);
        SumTerm[] terms = [_survey.Measured(new SumTerm(IndicatorSums.Errors, s => Expression(question, s, wide)) { LagSeconds = question.LagSeconds })];
        var answer = await new StepReader(session).ReadAsync($"{question.Field}.sli.raw", terms, grid, cancellationToken);
        if (answer.Problem is { } problem)
        {
            // What a person must fix leaves nothing to show.
            _problems.Add(problem.Reason is Reasons.QueryInvalid or Reasons.QueryResultInvalid ? throw new FailureException(problem.Reason, problem.Message, isTerminal: true) : problem);
        }

        var points = new SortedDictionary<DateTimeOffset, double?>();
        for (var i = 0; i < grid.Count; i++)
        {
            points[grid.FirstEnd.AddSeconds(i * seconds)] = null;
        }

        for (var i = 0; i < answer.Grid?.Count; i++)
        {
            points[answer.Grid.Value.FirstEnd.AddSeconds(i * seconds)] = answer.Values[IndicatorSums.Errors][i];
        }

        return points;
    }

    // What the end of the incident cuts short has no point on the grid: it is asked apart, up to the end.
    private async Task<Dictionary<string, double>> LastAsync(SloQuestion question, bool wide, CancellationToken cancellationToken)
    {
        var cut = new[] { SloQuestion.MinuteSeconds, question.SliceSeconds }.Distinct().Where(s => question.CutSeconds(s) > 0).ToList();
        if (cut.Count == 0)
        {
            return [];
        }

        // What lies before such a slice is not its own, so that it is looked at alone where its samples are enough for that.
        var windowed = PromQL.HasWindow(question.Slo.Sli.Raw!.ErrorRatioQuery);
        var expression = PromQL.Figures(cut.SelectMany(s => (windowed ? new[] { question.CutSeconds(s), s } : [Math.Max(question.CutSeconds(s), ResolutionSeconds)]).Select(length =>
            PromQL.Figure(PromQL.Duration(s), Expression(question, length, wide && length > question.CutSeconds(s))))));
        var result = await session.SharedAsync($"{question.Field}.sli.raw", expression, question.Incident.End.AddSeconds(question.LagSeconds), cancellationToken);
        return result.Series
            .Where(s => s.Samples.Count > 0)
            .GroupBy(s => s.Labels.GetValueOrDefault("figure", ""), StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.First().Samples[^1].Value, StringComparer.Ordinal);
    }

    // The first slices must not look back to before the incident: they are as its beginning is.
    private async Task<double?> HeadAsync(SloQuestion question, CancellationToken cancellationToken)
    {
        var wide = RateSlices.WideFor(_survey);
        foreach (var length in new[] { wide, 2 * wide }.Select(l => Math.Min(l, question.Incident.Seconds)).Distinct())
        {
            var at = question.Incident.Start.AddSeconds(length + question.LagSeconds);
            var result = await session.SharedAsync($"{question.Field}.beginning", Query(question, length), at, cancellationToken);
            if (result.Series is [{ Samples: [.., var sample] }] && !double.IsNaN(sample.Value))
            {
                return sample.Value;
            }
        }

        return null;
    }

    private List<SliSlice> Slices(SloQuestion question, SortedDictionary<DateTimeOffset, double?> points, double seconds, Dictionary<string, double> last, double? head) =>
        [.. TimeSlices.Lay(question.Incident, TimeSpan.FromSeconds(seconds)).Select(slice =>
        {
            var value = head is not null && slice.End < question.Incident.Start.AddSeconds(RateSlices.WideFor(_survey)) ? head : slice.Seconds >= seconds ? points.GetValueOrDefault(slice.End) : last.TryGetValue(PromQL.Duration(seconds), out var end) ? end : null;
            return new SliSlice { Start = slice.Start, Seconds = slice.Seconds, HasData = value is not null, ErrorRatio = value is { } v && !double.IsNaN(v) ? v : null };
        })];

    private string Expression(SloQuestion question, double seconds, bool wide)
    {
        var wideSeconds = RateSlices.WideFor(_survey);
        return !PromQL.HasWindow(question.Slo.Sli.Raw!.ErrorRatioQuery) ? $"avg_over_time({Query(question, seconds)}[{PromQL.Duration(seconds)}:{Resolution}])"
            : wide && seconds < 2 * wideSeconds ? $"({Query(question, Math.Max(seconds, wideSeconds))} or {Query(question, 2 * wideSeconds)})"
            : Query(question, seconds);
    }

    private string Query(SloQuestion question, double seconds) => RateText.Query(question.Slo.Sli.Raw!.ErrorRatioQuery, seconds, _survey.CountsFirstValues);

    private static bool IsRatio(double value) => value is >= -Tolerance and <= 1 + Tolerance;

    private static SliSlice Clamped(SliSlice slice) => slice with { ErrorRatio = slice.ErrorRatio is { } r ? Math.Clamp(r, 0, 1) : null };
}
