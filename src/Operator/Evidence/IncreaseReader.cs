using Operator.Core;
using Operator.Core.Evidence;

namespace Operator.Evidence;

/// <summary>Counts an incident by increase() where its raw samples are too many: one request for the counts, one for the slices.</summary>
internal sealed class IncreaseReader(EvidenceSession session)
{
    public async Task<SloEvidence> ReadAsync(SloQuestion question, FailureException cause, CancellationToken cancellationToken)
    {
        var evidence = question.Empty(SliKind.Ratio);
        try
        {
            return await CountAsync(question, evidence, cause, cancellationToken);
        }
        catch (FailureException e) when (EvidenceFaults.ConcernsOneQuery(e))
        {
            return evidence with { Problems = [EvidenceFaults.Problem(cause), EvidenceFaults.Problem(e)] };
        }
    }

    private async Task<SloEvidence> CountAsync(SloQuestion question, SloEvidence evidence, FailureException cause, CancellationToken cancellationToken)
    {
        var sli = question.Slo.Sli.Ratio!;
        var range = question.Incident.Seconds;
        var expression = PromQL.Figures([
            PromQL.Figure("errors", $"sum(increase({PromQL.Range(sli.Errors, range)}))"),
            PromQL.Figure("total", $"sum(increase({PromQL.Range(sli.Total, range)}))"),
            .. RateSlices.LastFigures(question, Growth)]);
        var figures = new FigureSet(await session.InstantAsync($"{question.Field}.incident", expression, question.Incident.End, cancellationToken));
        if (figures["total"] is not { } total)
        {
            return evidence with { Problems = [SloProblems.NoData($"{question.Field}.sli.ratio.total", sli.Total)] };
        }

        var counted = evidence with
        {
            CountSource = CountSource.Increase,
            Incident = new EventCounts(Math.Max(0, figures["errors"] ?? 0), Math.Max(0, total)),
            Notes = [$"increase() was used, because the raw samples are too many ({cause.Reason})."],
        };
        return await new RateSlices(session).AddAsync(
            counted,
            question,
            Growth,
            figures,
            eventsPerUnit: _ => 1,
            cancellationToken);

        (string Errors, string Total) Growth(double seconds) => (PromQL.Growth(sli.Errors, seconds), PromQL.Growth(sli.Total, seconds));
    }
}
