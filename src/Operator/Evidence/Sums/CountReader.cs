using Operator.Api;
using Operator.Core;
using Operator.Core.Evidence;

namespace Operator.Evidence.Sums;

/// <summary>Counts the events of a whole stretch: the server reads one series after another, which needs little memory. What takes too long is asked in halves.</summary>
internal sealed class CountReader(EvidenceSession session)
{
    private const int MostHalvings = 2;

    /// <summary>Counts.</summary>
    /// <param name="purpose">What it is for.</param>
    /// <param name="sums">The indicator.</param>
    /// <param name="range">The stretch.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The counts, or why there are none.</returns>
    public Task<CountAnswer> ReadAsync(string purpose, IndicatorSums sums, TimeRange range, CancellationToken cancellationToken) =>
        ReadAsync(purpose, sums, range, MostHalvings, cancellationToken);

    private async Task<CountAnswer> ReadAsync(string purpose, IndicatorSums sums, TimeRange range, int halvings, CancellationToken cancellationToken)
    {
        // Errors are read a second time for their first values.
        var samples = sums.Terms.Append(sums.Terms[0]).Sum(t => Math.Max(1, t.Series) * range.Seconds / t.IntervalSeconds);
        if (session.Budget.Take(purpose, samples) is { } refusal)
        {
            return new CountAnswer(null, refusal);
        }

        try
        {
            var expressions = sums.Counts!(range.Seconds);
            var result = await session.SharedAsync(purpose, PromQL.Figures(expressions.Select(e => PromQL.Figure(e.Key, e.Value))), range.End, cancellationToken);
            return Answer(purpose, new FigureSet(result), sums, range);
        }
        catch (FailureException e) when (halvings > 0 && e.Reason is Reasons.PrometheusTimeout or Reasons.QueryTooExpensive)
        {
            var middle = range.Start.AddSeconds(Math.Floor(range.Seconds / 2));
            var late = await ReadAsync(purpose, sums, range with { Start = middle }, halvings - 1, cancellationToken);
            return late.Counts is null ? late : late.Plus(await ReadAsync(purpose, sums, range with { End = middle }, halvings - 1, cancellationToken));
        }
        catch (FailureException e)
        {
            return new CountAnswer(null, session.Judge(e));
        }
    }

    // One NaN or infinity among the samples spoils a sum; what is left of it is not a figure, and least of all zero.
    private CountAnswer Answer(string purpose, FigureSet figures, IndicatorSums sums, TimeRange range)
    {
        if (figures.IsSpoiled("errors") || figures.IsSpoiled("total") || figures.IsSpoiled("first"))
        {
            return new CountAnswer(null, new EvidenceProblem(Reasons.NoData, $"{purpose}: the events could not be counted, because the series hold NaN or infinity"));
        }

        if (!sums.ErrorsMayBeAbsent && !figures.Has("errors") && figures["total"] > 0)
        {
            return new CountAnswer(null, SloProblems.NoErrorsOfSeveralOperands(purpose));
        }

        var factor = sums.CountFactor(range.Seconds);
        var first = Math.Max(0, figures["first"] ?? 0);
        var counts = new EventCounts(Math.Max(0, ((figures["errors"] ?? 0) * factor) + first), Math.Max(0, ((figures["total"] ?? 0) * factor) + first));
        return new CountAnswer(new WindowCounts(session.Now, range, counts, first), null);
    }
}
