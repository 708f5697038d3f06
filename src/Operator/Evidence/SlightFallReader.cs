using Operator.Core;
using Operator.Core.Counters;
using Operator.Core.Evidence;
using Operator.Core.Sums;
using Operator.Evidence.Sums;

namespace Operator.Evidence;

/// <summary>
/// Looks where counters of people's queries fall by at most 1 %, as where samples of replicas are mixed. A server takes such a fall for a restart, or counts the way back
/// up, and what a query makes of that is not known.
/// </summary>
/// <param name="session">The collection.</param>
internal sealed class SlightFallReader(EvidenceSession session)
{
    // Each sample must be seen beside the one before it, so that looks are closer than samples.
    private const double UsualInterval = 15;
    private const double Looks = 2;

    private const int MostRequests = 8;

    private const string Falls = "falls";

    /// <summary>Looks.</summary>
    /// <param name="field">What the queries are for.</param>
    /// <param name="queries">The queries.</param>
    /// <param name="range">The stretch that they tell of.</param>
    /// <param name="intervalSeconds">How far apart samples are; null when that is not known.</param>
    /// <param name="series">How many series there are.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<SlightFalls> ReadAsync(string field, IEnumerable<string> queries, TimeRange range, double? intervalSeconds, double series, CancellationToken cancellationToken)
    {
        var selectors = queries.SelectMany(GrowthSelectors.In).Distinct(StringComparer.Ordinal).ToList();
        if (selectors.Count == 0 || range.Seconds <= 0)
        {
            return SlightFalls.None;
        }

        try
        {
            var fallen = await FallenAsync(field, selectors, range, cancellationToken);
            return fallen.Count == 0 ? SlightFalls.None : await ReadAsync(field, fallen, range, intervalSeconds ?? UsualInterval, series, cancellationToken);
        }
        catch (FailureException e) when (EvidenceFaults.ConcernsOneQuery(e))
        {
            return SlightFalls.None with { IsUnknown = true };
        }
    }

    // Most counters never fall, which is cheap to tell.
    private async Task<List<string>> FallenAsync(string field, List<string> selectors, TimeRange range, CancellationToken cancellationToken)
    {
        var expression = PromQL.Figures(selectors.Select((s, i) => PromQL.Figure($"fell {i}", $"sum(resets({PromQL.Range(s, range.Seconds)}))")));
        var found = new FigureSet(await session.SharedAsync($"{field}.falls", expression, range.End, cancellationToken));
        return [.. selectors.Where((_, i) => found[$"fell {i}"] is > 0)];
    }

    private async Task<SlightFalls> ReadAsync(string field, List<string> selectors, TimeRange range, double intervalSeconds, double series, CancellationToken cancellationToken)
    {
        var step = Math.Max(1, Math.Floor(Math.Min(intervalSeconds, UsualInterval) / Looks));
        var term = new SumTerm(Falls, _ => $"count({string.Join("\nor ", selectors.Select(s => Fallen(s, step)))})") { Series = series, IntervalSeconds = step };
        var grid = new StepGrid(range.End, step, (int)Math.Floor(range.Seconds / step));
        if (StepReader.Requests([term], grid, session.Budget.PointsPerRequest) > MostRequests)
        {
            return SlightFalls.None with { IsUnknown = true };
        }

        var answer = await new StepReader(session).ReadAsync($"{field}.falls", [term], grid, cancellationToken);
        var moments = Enumerable.Range(0, answer.Grid?.Count ?? 0).Where(i => answer.Values[Falls][i] is > 0).Select(i => answer.Grid!.Value.FirstEnd.AddSeconds(i * step)).ToList();
        return new SlightFalls([.. moments.Select(m => new TimeRange(m.AddSeconds(-step - intervalSeconds), m.AddSeconds(2 * intervalSeconds)))], answer.Problem is not null);
    }

    private static string Fallen(string selector, double step)
    {
        var before = $"({selector} offset {PromQL.Duration(step)})";
        return $"({selector} < {before} and {selector} >= {PromQL.Number(1 - CounterHeight.LargestSlightFall)} * {before})";
    }
}
