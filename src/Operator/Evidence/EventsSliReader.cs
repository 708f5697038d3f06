using Operator.Api;
using Operator.Core.Evidence;

namespace Operator.Evidence;

/// <summary>Reads an indicator of two rate queries: events are rate times seconds. Three requests, five at worst.</summary>
internal sealed class EventsSliReader(EvidenceSession session)
{
    // What a rate needs where samples are a minute or two apart.
    private const double WideSeconds = 300;

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
            return evidence with { Problems = [SloProblems.NoData($"{question.Field}.sli.events.totalQuery", sli.TotalQuery)] };
        }

        if ((figures.Has("errors") && figures["errors"] is null) || total < 0 || figures["errors"] < 0 || figures["errors"] > total * 1.01)
        {
            return evidence with { Problems = [SloProblems.MoreErrorsThanEvents(question)] };
        }

        evidence = evidence with
        {
            CountSource = CountSource.RateTimesSeconds,
            Incident = new EventCounts((figures["errors"] ?? 0) * length, total * length),
        };
        (evidence, var widened) = await SlicesAsync(evidence, question, sli, figures, cancellationToken);
        return await new BeforeReader(session).AddAsync(evidence, question, Before(question, sli, widened), cancellationToken);
    }

    private async Task<(SloEvidence Evidence, bool Widened)> SlicesAsync(SloEvidence evidence, SloQuestion question, EventsSliSpec sli, FigureSet last, CancellationToken cancellationToken)
    {
        try
        {
            var sliced = await AddAsync(Exactly);
            if (sliced.Slices.Count == 0 || sliced.Slices.Any(s => s.HasData) || evidence.Incident is { Total: <= 0 })
            {
                return (sliced, false);
            }

            var wide = await AddAsync(seconds => Math.Max(seconds, WideSeconds));
            return wide.Slices.Any(s => s.HasData)
                ? (wide with { Notes = [.. wide.Notes, $"Slices of {question.SliceSeconds:0} s hold too few samples; each shows the {WideSeconds:0} s before its end."] }, true)
                : (sliced, false);
        }
        catch (EvidenceException e) when (EvidenceFaults.ConcernsOneQuery(e))
        {
            return (evidence with { Problems = [.. evidence.Problems, EvidenceFaults.Problem(e)] }, false);
        }

        double Exactly(double seconds) => seconds;

        Task<SloEvidence> AddAsync(Func<double, double> window) => new RateSlices(session).AddAsync(
            evidence,
            question,
            seconds => (Sum(sli.ErrorQuery, window(seconds)), Sum(sli.TotalQuery, window(seconds))),
            last,
            eventsPerUnit: seconds => seconds,
            cancellationToken);
    }

    private static BeforeQuery Before(SloQuestion question, EventsSliSpec sli, bool widened)
    {
        var window = question.Before.Seconds;
        return new BeforeQuery
        {
            Counts = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["errors"] = Sum(sli.ErrorQuery, window), ["total"] = Sum(sli.TotalQuery, window) },
            CountFactor = window,
            Bad = seconds => $"({Sum(sli.ErrorQuery, Wide(seconds))} or vector(0)) > bool ({question.BadAboveText} * {Sum(sli.TotalQuery, Wide(seconds))})",
            Ratio = $"clamp_max(({Sum(sli.ErrorQuery, Wide(60))} or vector(0)) / ({Sum(sli.TotalQuery, Wide(60))} > 0), 1)",
            Covered = Sum(sli.TotalQuery, Wide(60)),
        };

        double Wide(double seconds) => widened ? Math.Max(seconds, WideSeconds) : seconds;
    }

    private static string Sum(string query, double seconds) => $"sum({PromQL.Query(query, seconds)})";
}
