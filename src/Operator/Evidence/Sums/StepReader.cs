using Operator.Api;
using Operator.Core;
using Operator.Core.Evidence;
using Operator.Core.Sums;
using Operator.Prometheus;

namespace Operator.Evidence.Sums;

/// <summary>
/// Sums over a window: asks for one piece of the window after another, each small enough for the server, and puts them together.
/// A piece that the server cannot answer is asked again in halves. What was read before something stopped the reading is kept.
/// </summary>
internal sealed class StepReader(EvidenceSession session)
{
    // Servers refuse range queries of more steps.
    public const int MostSteps = 11_000;

    // Halving goes no further: what is refused then is refused for another cause.
    private const int MostHalvings = 4;

    private int _halvings;
    private int _mostSteps = MostSteps;

    /// <summary>How many steps one request may have.</summary>
    public static int StepsPerRequest(IReadOnlyList<SumTerm> terms, long pointsPerRequest) =>
        (int)Math.Clamp(pointsPerRequest / terms.Max(t => Math.Max(1, t.Series)), 1, MostSteps);

    /// <summary>How many requests a grid takes.</summary>
    public static int Requests(IReadOnlyList<SumTerm> terms, StepGrid grid, long pointsPerRequest)
    {
        var steps = StepsPerRequest(terms, pointsPerRequest);
        return (grid.Count + steps - 1) / steps;
    }

    /// <summary>Reads, latest steps first.</summary>
    /// <param name="purpose">What it is for.</param>
    /// <param name="terms">What to sum; they are asked together.</param>
    /// <param name="grid">The steps.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="stepsPerRequest">How many steps one request may have at most.</param>
    /// <returns>What was read, and what stopped it if something did.</returns>
    public async Task<StepAnswer> ReadAsync(string purpose, IReadOnlyList<SumTerm> terms, StepGrid grid, CancellationToken cancellationToken, int stepsPerRequest = MostSteps)
    {
        _mostSteps = Math.Min(stepsPerRequest, StepsPerRequest(terms, session.Budget.PointsPerRequest));
        var left = new Stack<StepGrid>([grid]);
        while (left.TryPop(out var piece))
        {
            if (piece.Count > _mostSteps)
            {
                Push(left, piece, _mostSteps);
            }
            else if (await ReadPieceAsync(purpose, terms, piece, cancellationToken) is { } failure)
            {
                if (!CanBeHalved(failure, piece))
                {
                    return Answer(terms, grid, piece.End, session.Judge(failure));
                }

                _halvings++;
                _mostSteps = (piece.Count + 1) / 2;
                left.Push(piece);
            }
            else
            {
                session.Report(purpose, grid, piece.FirstEnd);
            }
        }

        return Answer(terms, grid, grid.Start, null);
    }

    private static void Push(Stack<StepGrid> left, StepGrid grid, int mostSteps)
    {
        foreach (var piece in grid.Pieces(mostSteps).Reverse())
        {
            left.Push(piece);
        }
    }

    private bool CanBeHalved(FailureException failure, StepGrid piece) =>
        piece.Count > 1 && _halvings < MostHalvings && failure.Reason is Reasons.QueryTooExpensive or Reasons.ResponseTooLarge or Reasons.PrometheusTimeout;

    private async Task<FailureException?> ReadPieceAsync(string purpose, IReadOnlyList<SumTerm> terms, StepGrid piece, CancellationToken cancellationToken)
    {
        var missing = terms.Where(t => !session.Steps.Holds(t, piece)).ToList();
        if (missing.Count == 0)
        {
            return null;
        }

        if (session.Budget.Take(purpose, missing.Sum(t => t.Samples(piece))) is { } refusal)
        {
            return new FailureException(refusal.Reason, refusal.Message);
        }

        try
        {
            var expression = PromQL.Figures(missing.Select(t => PromQL.Figure(t.Name, t.Over(piece.StepSeconds))));
            var lag = missing[0].LagSeconds;
            var range = new TimeRange(piece.FirstEnd.AddSeconds(lag), piece.End.AddSeconds(lag));
            var result = await session.RangeAsync(purpose, expression, range, piece.StepSeconds, cancellationToken);
            foreach (var term in missing)
            {
                session.Steps.Add(term, piece, Values(purpose, result, term.Name, (long)Math.Round(lag * 1000)));
            }

            return null;
        }
        catch (FailureException e)
        {
            return e;
        }
    }

    private static Dictionary<long, double> Values(string purpose, PrometheusResult result, string figure, long lag)
    {
        var series = result.Series.Where(s => string.Equals(s.Labels.GetValueOrDefault("figure"), figure, StringComparison.Ordinal)).ToList();
        return series.Count <= 1
            ? series.SelectMany(s => s.Samples).DistinctBy(s => s.Milliseconds).ToDictionary(s => s.Milliseconds - lag, s => s.Value)
            : throw new FailureException(
                Reasons.QueryResultInvalid,
                $"{purpose}: the query gave {series.Count} series, one is needed; select by labels or aggregate with sum() or avg()",
                isTerminal: true);
    }

    private StepAnswer Answer(IReadOnlyList<SumTerm> terms, StepGrid grid, DateTimeOffset from, EvidenceProblem? problem)
    {
        var count = (int)Math.Round((grid.End - from).TotalSeconds / grid.StepSeconds);
        if (count == 0)
        {
            return new StepAnswer(null, new Dictionary<string, double?[]>(StringComparer.Ordinal), problem);
        }

        var known = grid with { Count = count };
        return new StepAnswer(known, terms.ToDictionary(t => t.Name, t => session.Steps.Read(t, known), StringComparer.Ordinal), problem);
    }
}
