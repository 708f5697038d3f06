using Operator.Api;
using Operator.Core;
using Operator.Core.Evidence;

namespace Operator.Evidence;

/// <summary>Reads an indicator of two rate queries: events are rate times seconds. Three requests, five at worst.</summary>
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
        var evidence = question.Empty(SliKind.Events);
        var length = question.Incident.Seconds;
        var expression = PromQL.Figures([
            PromQL.Figure("errors", Sum(sli.ErrorQuery, length)),
            PromQL.Figure("total", Sum(sli.TotalQuery, length)),
            .. RateSlices.LastFigures(question, seconds => (Sum(sli.ErrorQuery, seconds), Sum(sli.TotalQuery, seconds)))]);
        var figures = new FigureSet(await session.InstantAsync($"{question.Field}.sli.events", expression, question.Incident.End, cancellationToken));
        if (figures["total"] is not { } total)
        {
            return evidence with { Problems = [figures.Has("total") ? SloProblems.NotARate(question) : SloProblems.NoData($"{question.Field}.sli.events.totalQuery", sli.TotalQuery)] };
        }

        if (figures.IsSpoiled("errors"))
        {
            return evidence with { Problems = [SloProblems.NotARate(question)] };
        }

        if (total < 0 || figures["errors"] < 0 || figures["errors"] > total * 1.01)
        {
            return evidence with { Problems = [SloProblems.MoreErrorsThanEvents(question)] };
        }

        evidence = evidence with
        {
            CountSource = CountSource.RateTimesSeconds,
            Incident = new EventCounts((figures["errors"] ?? 0) * length, total * length),
            Notes = PromQL.HasWindow(sli.ErrorQuery) && PromQL.HasWindow(sli.TotalQuery) ? [] : [NoWindow],
        };
        (evidence, var widened) = await SlicesAsync(evidence, question, sli, figures, cancellationToken);
        return await new BeforeReader(session).AddAsync(evidence, question, Before(question, sli, widened), cancellationToken);
    }

    private async Task<(SloEvidence Evidence, bool Widened)> SlicesAsync(SloEvidence evidence, SloQuestion question, EventsSliSpec sli, FigureSet last, CancellationToken cancellationToken)
    {
        try
        {
            var sliced = await AddAsync(widened: false);
            if (sliced.Slices.Count == 0 || !TooFine(sliced, question) || evidence.Incident is { Total: <= 0 })
            {
                // Without slices only counts matter, and how much of the window has data.
                return (sliced, sliced.Slices.Count == 0);
            }

            var wide = await AddAsync(widened: true);
            return wide.Slices.Count(s => s.HasData) > sliced.Slices.Count(s => s.HasData)
                ? (wide with { Notes = [.. wide.Notes, $"Slices of {question.SliceSeconds:0} s hold too few samples; each shows the {WideSeconds:0} to {WidestSeconds:0} s before its end."] }, true)
                : (sliced, false);
        }
        catch (FailureException e) when (EvidenceFaults.ConcernsOneQuery(e))
        {
            return (evidence with { Problems = [.. evidence.Problems, EvidenceFaults.Problem(e)] }, false);
        }

        Task<SloEvidence> AddAsync(bool widened) => new RateSlices(session).AddAsync(
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

    private static BeforeQuery Before(SloQuestion question, EventsSliSpec sli, bool widened)
    {
        var window = question.Before.Seconds;
        var laid = PromQL.CanLookAhead(sli.ErrorQuery) && PromQL.CanLookAhead(sli.TotalQuery);
        return new BeforeQuery
        {
            Counts = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["errors"] = Sum(sli.ErrorQuery, window), ["total"] = Sum(sli.TotalQuery, window) },
            CountFactor = window,
            Bad = seconds => $"({AtEnd(sli.ErrorQuery, seconds)} or vector(0)) > bool ({question.BadAboveText} * {AtEnd(sli.TotalQuery, seconds)})",
            Ratio = $"clamp_max(({AtEnd(sli.ErrorQuery, 60)} or vector(0)) / ({AtEnd(sli.TotalQuery, 60)} > 0), 1)",
            Covered = AtEnd(sli.TotalQuery, 60),
            LaidFromIncident = laid,
        };

        // Over weeks, the value at a slice's end is the same as its average, and much cheaper.
        string AtEnd(string query, double seconds) => PromQL.HasWindow(query)
            ? Sum(query, seconds, widened, laid ? question.AheadSeconds(seconds) : 0)
            : $"sum({PromQL.Query(query, seconds)})";
    }

    // A recorded rate, or one with a range of its own, says only what was at one moment: it is averaged over the stretch that is asked about.
    private static string Sum(string query, double seconds, bool widened = false, double ahead = 0) =>
        !PromQL.HasWindow(query) ? $"sum(avg_over_time({PromQL.Query(query, seconds)}[{PromQL.Duration(seconds)}:{(seconds > LongSeconds ? "1m" : "15s")}]))"
        : widened && seconds < WidestSeconds ? $"({Sum(query, Math.Max(seconds, WideSeconds), ahead: ahead)} or {Sum(query, WidestSeconds, ahead: ahead)})"
        : $"sum({PromQL.Query(query, seconds, ahead)})";
}
