using Operator.Api;
using Operator.Core.Evidence;
using Operator.Evidence.Sums;

namespace Operator.Evidence;

/// <summary>Reads an indicator of two rate queries: events are rate times seconds. Counts at once, slices by a point each.</summary>
internal sealed class EventsSliReader(EvidenceSession session)
{
    // What a rate needs where samples are a minute, and where they are two minutes apart.
    private const double WideSeconds = 150;
    private const double WidestSeconds = 300;

    private const double LongSeconds = 3600;

    private const string NoWindow = "A query without {{.window}} looks back as far as its own range says, which blurs where the incident begins and ends.";

    public async Task<SloEvidence> ReadAsync(SloQuestion question, CancellationToken cancellationToken)
    {
        var sli = question.Slo.Sli.Events!;
        var selectors = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
        {
            [IndicatorSums.Errors] = QuerySums.SelectorsOf(sli.ErrorQuery),
            [IndicatorSums.Total] = QuerySums.SelectorsOf(sli.TotalQuery),
        };
        var survey = await new SurveyReader(session).ReadAsync(question.Field, selectors, question.SurveyRange(session.Known(question.SumsKey)), cancellationToken);
        var sums = QuerySums.Events(sli, survey, question.SliceSeconds);
        var step = IncidentSteps.SecondsFor(sums.Terms, question, session.Budget.PointsPerRequest);
        var (evidence, figures) = await CountAsync(question, sli, cancellationToken);
        if (evidence.Incident is null)
        {
            return evidence;
        }

        evidence = step > question.SliceSeconds
            ? await CoarseAsync(evidence, question, sums, step, cancellationToken)
            : await SlicesAsync(evidence, question, sli, survey, figures, cancellationToken);
        return await new BeforeReader(session).AddAsync(evidence, question, sums, cancellationToken);
    }

    private async Task<(SloEvidence Evidence, FigureSet Figures)> CountAsync(SloQuestion question, EventsSliSpec sli, CancellationToken cancellationToken)
    {
        var evidence = question.Empty(SliKind.Events);
        var length = question.Incident.Seconds;
        var expression = PromQL.Figures([
            PromQL.Figure("errors", Sum(sli.ErrorQuery, length)),
            PromQL.Figure("total", Sum(sli.TotalQuery, length)),
            .. RateSlices.LastFigures(question, seconds => (Sum(sli.ErrorQuery, seconds), Sum(sli.TotalQuery, seconds)))]);
        var figures = new FigureSet(await session.SharedAsync($"{question.Field}.sli.events", expression, question.Incident.End, cancellationToken));
        EvidenceProblem? problem = figures["total"] is not { } total
            ? figures.Has("total") ? SloProblems.NotARate(question) : SloProblems.NoData($"{question.Field}.sli.events.totalQuery", sli.TotalQuery)
            : figures.IsSpoiled("errors") ? SloProblems.NotARate(question)
            : total < 0 || figures["errors"] < 0 || figures["errors"] > total * 1.01 ? SloProblems.MoreErrorsThanEvents(question)
            : null;
        return problem is not null ? (evidence with { Problems = [problem] }, figures) : (evidence with
        {
            CountSource = CountSource.RateTimesSeconds,
            Incident = new EventCounts((figures["errors"] ?? 0) * length, figures["total"]!.Value * length),
            Notes = PromQL.HasWindow(sli.ErrorQuery) && PromQL.HasWindow(sli.TotalQuery) ? [] : [NoWindow],
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

    private async Task<SloEvidence> SlicesAsync(SloEvidence evidence, SloQuestion question, EventsSliSpec sli, SourceSurvey survey, FigureSet last, CancellationToken cancellationToken)
    {
        var sliced = await AddAsync(widened: false);
        if (sliced.Slices.Count == 0 || !TooFine(sliced, question) || evidence.Incident is { Total: <= 0 })
        {
            return sliced;
        }

        var wide = await AddAsync(widened: true);
        return wide.Slices.Count(s => s.HasData) > sliced.Slices.Count(s => s.HasData)
            ? wide with { Notes = [.. wide.Notes, $"Slices of {question.SliceSeconds:0} s hold too few samples; each shows the {WideSeconds:0} to {WidestSeconds:0} s before its end."] }
            : sliced;

        Task<SloEvidence> AddAsync(bool widened) => new RateSlices(session, survey).AddAsync(
            evidence,
            question,
            seconds => (Sum(sli.ErrorQuery, seconds, widened), Sum(sli.TotalQuery, seconds, widened)),
            last,
            eventsPerUnit: seconds => seconds,
            cancellationToken);
    }

    // Where samples are about as far apart as slices are long, a slice holds two of them by luck. A gap is missing in the incident alone.
    private static bool TooFine(SloEvidence evidence, SloQuestion question)
    {
        var outside = evidence.Series.Where(p => p.At <= question.Incident.Start || p.At > question.Incident.End).ToList();
        return evidence.Slices.Count(s => s.HasData) * 2 <= evidence.Slices.Count && outside.Count(p => p.Value is not null) * 2 <= outside.Count;
    }

    // A recorded rate, or one with a range of its own, says only what was at one moment: it is averaged over the stretch that is asked about.
    private static string Sum(string query, double seconds, bool widened = false) =>
        !PromQL.HasWindow(query) ? $"sum(avg_over_time({PromQL.Query(query, seconds)}[{PromQL.Duration(seconds)}:{(seconds > LongSeconds ? "1m" : "15s")}]))"
        : widened && seconds < WidestSeconds ? $"({Sum(query, Math.Max(seconds, WideSeconds))} or {Sum(query, WidestSeconds)})"
        : $"sum({PromQL.Query(query, seconds)})";
}
