using Operator.Core;
using Operator.Core.Counters;
using Operator.Core.Evidence;
using Operator.Evidence.Sums;
using Operator.Prometheus;

namespace Operator.Evidence;

/// <summary>
/// Finds stretches of an incident in which no series of people's queries has a sample. A query looks back, so that its answers are there for some minutes
/// after the last sample; the samples' own times tell how long the gap is.
/// </summary>
/// <param name="session">The collection.</param>
/// <param name="survey">What is known of the series.</param>
internal sealed class QueryGaps(EvidenceSession session, SourceSurvey survey)
{
    private const double Intervals = 3.5;
    private const double FinestSeconds = 15;
    private const double FinestOfCloseSamples = 5;
    private const double MostPoints = 4000;

    // Before the incident, so that the last sample before a gap at its start is seen.
    private const double LookbackSeconds = 600;

    /// <summary>Takes out what a query only remembers, and says so.</summary>
    public async Task<SloEvidence> MarkAsync(SloEvidence evidence, SloQuestion question, IEnumerable<string> queries, CancellationToken cancellationToken)
    {
        var gaps = evidence.Slices.Any(s => s.HasData) ? await FindAsync(question, queries, cancellationToken) : [];
        return gaps.Count == 0 ? evidence : evidence with
        {
            Slices = Without(evidence.Slices, gaps),
            MinuteSlices = Without(evidence.MinuteSlices, gaps),
            Series = [.. evidence.Series.Select(p => gaps.Any(g => g.Start < p.At && p.At <= g.End) ? new SliPoint(p.At) : p)],
            Notes = [.. evidence.Notes, .. gaps.Select(SloProblems.Gap)],
        };
    }

    /// <summary>Looks for gaps.</summary>
    /// <param name="question">The objective.</param>
    /// <param name="queries">Its queries.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The gaps, oldest first; none where the server does not tell.</returns>
    private async Task<IReadOnlyList<TimeRange>> FindAsync(SloQuestion question, IEnumerable<string> queries, CancellationToken cancellationToken)
    {
        var selectors = queries.SelectMany(q => Selectors.In(PromQL.HasWindow(q) ? PromQL.Query(q, SloQuestion.MinuteSeconds) : q)).Distinct(StringComparer.Ordinal).ToList();
        if (selectors.Count == 0)
        {
            return [];
        }

        var lag = question.LagSeconds;
        var range = new TimeRange(question.Incident.Start.AddSeconds(lag - LookbackSeconds), question.Incident.End.AddSeconds(lag + LookbackSeconds));
        range = range.End > session.Now ? range with { End = session.Now } : range;
        var step = Math.Max(survey.IntervalSeconds < FinestSeconds ? FinestOfCloseSamples : FinestSeconds, Math.Ceiling(range.Seconds / MostPoints));
        try
        {
            var expression = PromQL.Figures(selectors.Select((s, i) => PromQL.Figure($"times {i}", $"max(timestamp({s}))")));
            var samples = Math.Max(1, survey.SeriesOf(IndicatorSums.Total)) * range.Seconds / step;
            if (session.Budget.Take($"{question.Field}.gaps", samples) is not null)
            {
                return [];
            }

            var answer = await session.RangeAsync($"{question.Field}.gaps", expression, range, step, cancellationToken);
            return [.. Gaps(Times(answer), range, step).Select(g => new TimeRange(g.Start.AddSeconds(-lag), g.End.AddSeconds(-lag))).Where(g => g.End > question.Incident.Start && g.Start < question.Incident.End)];
        }
        catch (FailureException e) when (EvidenceFaults.ConcernsOneQuery(e))
        {
            return [];
        }
    }

    // Those that lie for the most part in a gap have no data.
    private static IReadOnlyList<SliSlice> Without(IReadOnlyList<SliSlice> slices, IReadOnlyList<TimeRange> gaps) => gaps.Count == 0 ? slices :
    [
        .. slices.Select(s => gaps.Sum(g => Overlap(g, s.Start, s.Start.AddSeconds(s.Seconds))) > s.Seconds / 2
            ? new SliSlice { Start = s.Start, Seconds = s.Seconds, HasData = false }
            : s),
    ];

    private static double Overlap(TimeRange gap, DateTimeOffset start, DateTimeOffset end) => Math.Max(0, ((gap.End < end ? gap.End : end) - (gap.Start > start ? gap.Start : start)).TotalSeconds);

    private static List<double> Times(PrometheusResult answer) => [.. answer.Series.SelectMany(s => s.Samples).Select(s => s.Value).Where(double.IsFinite).Distinct().Order()];

    private IEnumerable<TimeRange> Gaps(List<double> times, TimeRange range, double step)
    {
        var longest = Math.Max(Intervals * (survey.SparseIntervalSeconds ?? UsualSeconds(times)), 2.5 * step);
        for (var i = 1; i < times.Count; i++)
        {
            if (times[i] - times[i - 1] > longest && times[i] - times[i - 1] > Usual(i))
            {
                yield return new TimeRange(Time(times[i - 1]), Time(times[i]));
            }
        }

        // What ends and does not come back.
        if (times.Count > 0 && (range.End - Time(times[^1])).TotalSeconds is var silent && silent > longest && silent > Usual(times.Count))
        {
            yield return new TimeRange(Time(times[^1]), range.End);
        }

        // An interval may have been changed shortly before, or meanwhile.
        double Usual(int index) => Intervals * SampleSpacing.Around(at => times[at], times.Count, index) ?? 0;
    }

    private static double UsualSeconds(List<double> times)
    {
        var distances = times.Zip(times.Skip(1), (a, b) => b - a).Order().ToList();
        return distances.Count == 0 ? 60 : distances[distances.Count / 2];
    }

    private static DateTimeOffset Time(double seconds) => DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Round(seconds * 1000));
}
