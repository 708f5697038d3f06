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
    /// <summary>How far before an incident to look, in seconds: a counter that fell before it may come back in it.</summary>
    public const double BeforeSeconds = LongestSeconds;

    // Each sample must be seen beside the one before it, so that looks are closer than samples.
    private const double Looks = 2;
    private const double FinestSeconds = 0.5;
    private const double SampledSeconds = 600;
    private const double LookbackSeconds = 300;

    private const int MostRequests = 8;
    private const int MostWaysBack = 20;
    private const double LongestSeconds = 3600;

    // What a server that takes such a fall for none counts too much is the way back up: where that is little, it is let be.
    private const double LittleOfGrowth = 0.02;
    private const string Falls = "falls";

    /// <summary>Finds the falls.</summary>
    /// <param name="field">What the queries are for.</param>
    /// <param name="queries">The queries.</param>
    /// <param name="range">Where to look: from some time before the incident, up to its end.</param>
    /// <param name="incidentSeconds">The length of the incident.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<SlightFalls> ReadAsync(string field, IEnumerable<string> queries, TimeRange range, double incidentSeconds, CancellationToken cancellationToken)
    {
        var selectors = queries.SelectMany(GrowthSelectors.In).Distinct(StringComparer.Ordinal).ToList();
        if (selectors.Count == 0 || range.Seconds <= 0)
        {
            return SlightFalls.None;
        }

        try
        {
            return await FallenAsync(field, selectors, range, incidentSeconds, cancellationToken) is { Count: > 0 } fallen ? await ReadAsync(field, fallen, range, cancellationToken) : SlightFalls.None;
        }
        catch (FailureException e) when (EvidenceFaults.ConcernsOneQuery(e))
        {
            return SlightFalls.None with { IsUnknown = true };
        }
    }

    // Most counters never fall, which is cheap to tell.
    private async Task<List<Counter>> FallenAsync(string field, List<string> selectors, TimeRange range, double incidentSeconds, CancellationToken cancellationToken)
    {
        var figures = selectors.SelectMany((s, i) => new[]
        {
            PromQL.Figure($"fell {i}", $"sum(resets({PromQL.Range(s, range.Seconds)}))"),
            PromQL.Figure($"series {i}", $"count(resets({PromQL.Range(s, range.Seconds)}))"),
            PromQL.Figure($"samples {i}", $"max(count_over_time({PromQL.Range(s, range.Seconds)}))"),
            PromQL.Figure($"last samples {i}", $"max(count_over_time({PromQL.Range(s, SampledSeconds)}))"),
        });
        var found = new FigureSet(await session.SharedAsync($"{field}.falls", PromQL.Figures([FirstValueProbe.Figure(range.End), .. figures]), range.End, cancellationToken));
        session.CountsFirstValues ??= FirstValueProbe.IsCounted(found);
        List<Counter> fallen =
        [
            .. selectors.Index().Where(s => found[$"fell {s.Index}"] is > 0).Select(s => new Counter(
                s.Item,
                found[$"series {s.Index}"] ?? 1,
                Math.Min(range.Seconds / (found[$"samples {s.Index}"] ?? 1), SampledSeconds / (found[$"last samples {s.Index}"] ?? 1)))),
        ];
        return fallen.Count > 0 && session.CountsFirstValues.Value ? await ThatMatterAsync(field, fallen, range, incidentSeconds, cancellationToken) : fallen;
    }

    private async Task<List<Counter>> ThatMatterAsync(string field, List<Counter> fallen, TimeRange range, double incidentSeconds, CancellationToken cancellationToken)
    {
        var expression = PromQL.Figures(fallen.Select((counter, i) =>
        {
            var all = PromQL.Range(counter.Selector, range.Seconds);

            // Beside a restart nobody can tell how much of it is slight.
            return PromQL.Figure($"share {i}", $"sum({Descent.IsSlight(all)} or (max_over_time({all}) and (resets({all}) >= 2))) / sum(increase({PromQL.Range(counter.Selector, incidentSeconds)}))");
        }));
        var found = new FigureSet(await session.SharedAsync($"{field}.falls", expression, range.End, cancellationToken));
        return [.. fallen.Where((_, i) => found[$"share {i}"] is > LittleOfGrowth)];
    }

    private async Task<SlightFalls> ReadAsync(string field, List<Counter> counters, TimeRange range, CancellationToken cancellationToken)
    {
        var interval = counters.Min(c => c.IntervalSeconds);
        var step = Math.Max(FinestSeconds, Math.Floor(interval / Looks / FinestSeconds) * FinestSeconds);
        var term = new SumTerm(Falls, _ => $"count({Below(counters, $"offset {PromQL.Duration(step)}")})") { Series = counters.Sum(c => c.Series), IntervalSeconds = step };
        var grid = new StepGrid(range.End, step, (int)Math.Floor(range.Seconds / step));
        if (StepReader.Requests([term], grid, session.Budget.PointsPerRequest) > MostRequests)
        {
            return SlightFalls.None with { IsUnknown = true };
        }

        var answer = await new StepReader(session).ReadAsync($"{field}.falls", [term], grid, cancellationToken);
        List<DateTimeOffset> moments = [.. Enumerable.Range(0, answer.Grid?.Count ?? 0).Where(i => answer.Values[Falls][i] is > 0).Select(i => answer.Grid!.Value.FirstEnd.AddSeconds(i * step))];
        return await WithWaysBackAsync(field, counters, moments, (step, interval), range, answer.Problem is not null, cancellationToken);
    }

    // What a counter fell by is counted once more when it comes back, in one step; until then it goes on as usual.
    private async Task<SlightFalls> WithWaysBackAsync(string field, List<Counter> counters, List<DateTimeOffset> moments, (double Step, double Interval) spacing, TimeRange range, bool isUnknown, CancellationToken cancellationToken)
    {
        // What looks at the sample before its range sees a step for one interval more.
        var before = spacing.Step + (session.CountsFirstValues is false ? 0 : spacing.Interval);
        var stretches = new List<TimeRange>();
        foreach (var (i, moment) in moments.Index())
        {
            if (i >= MostWaysBack)
            {
                // Where there are more of them than can be looked at, the longest is assumed.
                stretches.Add(new TimeRange(moment.AddSeconds(-before), moment.AddSeconds(LongestSeconds)));
                continue;
            }

            stretches.Add(new TimeRange(moment.AddSeconds(-before), moment.AddSeconds(spacing.Interval)));
            stretches.AddRange((await BackAsync(field, counters, moment, spacing, range, cancellationToken)).Select(b => new TimeRange(b.AddSeconds(-before), b.AddSeconds(spacing.Interval))));
        }

        return new SlightFalls(Merged(stretches), isUnknown);
    }

    // When counters that fell at a moment rise by as much as they had fallen.
    private async Task<IEnumerable<DateTimeOffset>> BackAsync(string field, List<Counter> counters, DateTimeOffset moment, (double Step, double Interval) spacing, TimeRange range, CancellationToken cancellationToken)
    {
        var (before, fallen) = (At(moment.AddSeconds(-spacing.Step)), At(moment));
        var risen = string.Join("\nor ", counters.Select(c => $"({Value(c.Selector, "")} - {Value(c.Selector, $" offset {PromQL.Duration(spacing.Step)}")} >= ({Value(c.Selector, before)} - {Value(c.Selector, fallen)} > 0))"));
        var end = moment.AddSeconds(LongestSeconds);
        var answer = await session.RangeAsync($"{field}.falls", risen, new TimeRange(moment, end < range.End ? end : range.End), spacing.Step, cancellationToken);
        return answer.Series.Select(s => s.Samples[0].Time).Distinct();

        static string At(DateTimeOffset time) => $" @ {PromQL.Number(time.ToUnixTimeMilliseconds() / 1000.0)}";
    }

    private static List<TimeRange> Merged(IEnumerable<TimeRange> all)
    {
        var merged = new List<TimeRange>();
        foreach (var range in all.OrderBy(r => r.Start))
        {
            if (merged is [.., var last] && range.Start <= last.End)
            {
                merged[^1] = new TimeRange(last.Start, range.End > last.End ? range.End : last.End);
            }
            else
            {
                merged.Add(range);
            }
        }

        return merged;
    }

    // Where counters are below what they were at another time, and not below what a restart leaves.
    private string Below(IEnumerable<Counter> counters, string then) => string.Join("\nor ", counters.Select(c =>
    {
        var (now, before) = (Value(c.Selector, ""), Value(c.Selector, $" {then}"));
        return $"({now} < {before} and {now} >= {PromQL.Number(1 - CounterGrowth.LargestSlightFall)} * {before})";
    }));

    // VictoriaMetrics looks back for a value about as far as samples are apart, so that one of a job that is scraped less often may be missing.
    private string Value(string selector, string then) =>
        session.CountsFirstValues is true ? $"last_over_time({PromQL.Range(selector, LookbackSeconds)}{then})" : $"({selector}{then})";

    /// <summary>A counter that fell.</summary>
    private sealed record Counter(string Selector, double Series, double IntervalSeconds);
}
