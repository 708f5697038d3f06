using Operator.Core.Budgets;
using Operator.Core.Evidence;
using Operator.Core.Sums;
using Operator.Evidence.Sums;

namespace Operator.Evidence;

/// <summary>Reads slices and the chart of an indicator with counts by one range query of a point a minute.</summary>
/// <param name="session">The collection.</param>
/// <param name="survey">What is known of the series.</param>
/// <param name="errorsMayBeAbsent">Whether no value of errors means that nothing failed.</param>
internal sealed class RateSlices(EvidenceSession session, SourceSurvey survey, bool errorsMayBeAbsent)
{
    private readonly List<EvidenceProblem> _problems = [];

    // Holds two samples that are a minute apart.
    private const double SparseSeconds = 150;

    /// <summary>Adds slices and chart.</summary>
    /// <param name="evidence">What is known so far.</param>
    /// <param name="question">What is asked.</param>
    /// <param name="queries">The expressions of errors and total for the last so many seconds.</param>
    /// <param name="last">The figures of <see cref="LastFigures"/>, asked at the incident's end.</param>
    /// <param name="eventsPerUnit">What one unit of the answer means in events for a slice of so many seconds.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<SloEvidence> AddAsync(
        SloEvidence evidence,
        SloQuestion question,
        Func<double, (string Errors, string Total)> queries,
        FigureSet last,
        Func<double, double> eventsPerUnit,
        CancellationToken cancellationToken)
    {
        _problems.Clear();
        var minutes = await PointsAsync(question, question.Chart, SloQuestion.MinuteSeconds, queries, cancellationToken);
        var minuteSlices = Slices(question, minutes, SloQuestion.MinuteSeconds, last, eventsPerUnit);
        IReadOnlyList<SliSlice> slices = minuteSlices;
        if (!question.HasMinuteSlices)
        {
            var own = await PointsAsync(question, question.Incident, question.SliceSeconds, queries, cancellationToken);
            slices = Slices(question, own, question.SliceSeconds, last, eventsPerUnit);
        }

        return evidence with
        {
            Slices = slices,
            MinuteSlices = question.HasMinuteSlices ? [] : minuteSlices,
            Problems = [.. evidence.Problems, .. _problems],
            Series = ChartPoints.Downsample([.. minutes.OrderBy(p => p.Key).Select(p => new SliPoint(p.Key, 1 - Ratio(p.Value), PerSecond(p.Value?.Total), PerSecond(p.Value?.Errors)))]),
        };

        double? PerSecond(double? units) => units * eventsPerUnit(SloQuestion.MinuteSeconds) / SloQuestion.MinuteSeconds;
    }

    /// <summary>The figures about the stretch before the incident's end, for slices that are cut short by it.</summary>
    public static IEnumerable<string> LastFigures(SloQuestion question, Func<double, (string Errors, string Total)> queries) =>
        new[] { SloQuestion.MinuteSeconds, question.SliceSeconds }.Distinct().SelectMany(seconds => LastLengths(question, seconds)).SelectMany(last =>
        {
            var (errors, total) = queries(last.Seconds);
            return new[] { PromQL.Figure($"errors {last.Name}", errors), PromQL.Figure($"total {last.Name}", total) };
        });

    // What lies before a slice that is cut short is not its own, so that it is looked at alone where its samples are enough for that.
    private static (string Name, double Seconds)[] LastLengths(SloQuestion question, double seconds) =>
    [
        ($"of the slice of {PromQL.Duration(seconds)} that is cut short", question.CutSeconds(seconds) is > 0 and var cut ? cut : seconds),
        ($"of the last {PromQL.Duration(seconds)}", seconds),
        ($"of the wide stretch for {PromQL.Duration(seconds)}", Math.Max(seconds, SparseSeconds)),
    ];

    private static (EventCounts Counts, double Seconds)? Last(SloQuestion question, FigureSet figures, double seconds)
    {
        foreach (var (name, length) in LastLengths(question, seconds))
        {
            if (figures[$"total {name}"] is { } total)
            {
                return (new EventCounts(Math.Max(0, figures[$"errors {name}"] ?? 0), Math.Max(0, total)), length);
            }
        }

        return null;
    }

    // Points lie on the incident's own grid, one at the end of each slice.
    private async Task<SortedDictionary<DateTimeOffset, EventCounts?>> PointsAsync(
        SloQuestion question,
        TimeRange range,
        double seconds,
        Func<double, (string Errors, string Total)> queries,
        CancellationToken cancellationToken)
    {
        var start = question.Incident.Start.AddSeconds(-Math.Floor((question.Incident.Start - range.Start).TotalSeconds / seconds) * seconds);
        var steps = Math.Ceiling((range.End - start).TotalSeconds / seconds);
        var grid = new StepGrid(start.AddSeconds(steps * seconds), seconds, (int)steps);
        SumTerm[] terms = [Term(IndicatorSums.Errors, s => queries(s).Errors), Term(IndicatorSums.Total, s => queries(s).Total)];
        var answer = await new StepReader(session).ReadAsync($"{question.Field}.slices", terms, grid, cancellationToken);
        _problems.AddRange(answer.Problem is { } problem ? [problem] : Array.Empty<EvidenceProblem>());
        var points = new SortedDictionary<DateTimeOffset, EventCounts?>();
        for (var i = 0; i < grid.Count; i++)
        {
            points[grid.FirstEnd.AddSeconds(i * seconds)] = null;
        }

        for (var i = 0; i < answer.Grid?.Count; i++)
        {
            points[answer.Grid.Value.FirstEnd.AddSeconds(i * seconds)] = Finite(answer.Values[IndicatorSums.Total][i]) is { } total && (errorsMayBeAbsent || answer.Values[IndicatorSums.Errors][i] is not null)
                ? new EventCounts(Math.Max(0, Finite(answer.Values[IndicatorSums.Errors][i]) ?? 0), Math.Max(0, total))
                : null;
        }

        return points;

        SumTerm Term(string name, Func<double, string> over) => survey.Measured(new SumTerm(name, over) { LagSeconds = question.LagSeconds });
    }

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    private static List<SliSlice> Slices(SloQuestion question, SortedDictionary<DateTimeOffset, EventCounts?> points, double seconds, FigureSet last, Func<double, double> eventsPerUnit) =>
        [.. TimeSlices.Lay(question.Incident, TimeSpan.FromSeconds(seconds)).Select(slice =>
        {
            // A shorter slice has no point of its own on the grid; where it holds too few samples, the last whole length before the end stands for it.
            var end = slice.Seconds < seconds ? Last(question, last, seconds) : null;
            var counts = slice.Seconds < seconds ? end?.Counts : points.GetValueOrDefault(slice.End);
            var length = end?.Seconds ?? seconds;
            var factor = eventsPerUnit(length) * slice.Seconds / length;
            return new SliSlice
            {
                Start = slice.Start,
                Seconds = slice.Seconds,
                HasData = counts is not null,
                ErrorRatio = Ratio(counts),
                Counts = counts is { } c ? new EventCounts(c.Errors * factor, c.Total * factor) : null,
            };
        })];

    private static double? Ratio(EventCounts? counts) => counts is { Total: > 0 } c ? Math.Clamp(c.Errors / c.Total, 0, 1) : null;
}
