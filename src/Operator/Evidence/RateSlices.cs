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
    /// <summary>Holds two samples that are a minute apart.</summary>
    public const double WideSeconds = 150;

    // Two intervals, and room for jitter.
    private const double SamplesAndAHalf = 2.5;
    private const double HalfASlice = 0.55;
    private const double UsualStep = 5;
    private const double MostOff = 0.03;

    private readonly List<EvidenceProblem> _problems = [];

    /// <summary>Adds slices and chart.</summary>
    /// <param name="evidence">What is known so far.</param>
    /// <param name="question">What is asked.</param>
    /// <param name="queries">The expressions of errors and total for the last so many seconds.</param>
    /// <param name="last">The figures of <see cref="LastFigures"/>, asked at the incident's end.</param>
    /// <param name="wideSeconds">How far a slice looks back where it holds too few samples itself, and twice as far where that is too little; 0 where slices are long enough.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<SloEvidence> AddAsync(
        SloEvidence evidence,
        SloQuestion question,
        Func<double, (string Errors, string Total)> queries,
        FigureSet last,
        double wideSeconds,
        CancellationToken cancellationToken)
    {
        _problems.Clear();
        var over = wideSeconds > 0 ? Widened(queries, wideSeconds) : queries;
        var head = wideSeconds > 0 ? await HeadAsync(question, wideSeconds, queries, cancellationToken) : null;
        var minutes = await PointsAsync(question, question.Chart, SloQuestion.MinuteSeconds, over, cancellationToken);
        var minuteSlices = Slices(question, minutes, SloQuestion.MinuteSeconds, last, head);
        IReadOnlyList<SliSlice> slices = minuteSlices;
        if (!question.HasMinuteSlices)
        {
            var own = await PointsAsync(question, question.Incident, question.SliceSeconds, over, cancellationToken);
            slices = Slices(question, own, question.SliceSeconds, last, head);
        }

        return evidence with
        {
            Slices = slices,
            MinuteSlices = question.HasMinuteSlices ? [] : minuteSlices,
            Problems = [.. evidence.Problems, .. _problems],
            Series = ChartPoints.Downsample([.. minutes.OrderBy(p => p.Key).Select(p => new SliPoint(p.Key, 1 - Ratio(p.Value), p.Value?.Total, p.Value?.Errors))]),
        };
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
        ($"of the last {PromQL.Duration(seconds)}", Math.Min(seconds, question.Incident.Seconds)),
        ($"of the wide stretch for {PromQL.Duration(seconds)}", Math.Min(Math.Max(seconds, WideSeconds), question.Incident.Seconds)),
    ];

    private static Func<double, (string Errors, string Total)> Widened(Func<double, (string Errors, string Total)> queries, double wideSeconds) => seconds =>
    {
        if (seconds >= 2 * wideSeconds)
        {
            return queries(seconds);
        }

        var (wide, widest) = (queries(Math.Max(seconds, wideSeconds)), queries(2 * wideSeconds));
        return ($"({wide.Errors} or {widest.Errors})", $"({wide.Total} or {widest.Total})");
    };

    // The first slices must not look back to before the incident: they are as its beginning is.
    private async Task<Head?> HeadAsync(SloQuestion question, double wideSeconds, Func<double, (string Errors, string Total)> queries, CancellationToken cancellationToken)
    {
        foreach (var length in new[] { wideSeconds, 2 * wideSeconds }.Select(l => Math.Min(l, question.Incident.Seconds)).Distinct())
        {
            var (errors, total) = queries(length);
            var at = question.Incident.Start.AddSeconds(length + question.LagSeconds);
            var figures = new FigureSet(await session.SharedAsync($"{question.Field}.beginning", PromQL.Figures(PromQL.Figure("errors", errors), PromQL.Figure("total", total)), at, cancellationToken));
            if (figures["total"] is { } all && (errorsMayBeAbsent || figures.Has("errors")))
            {
                return new Head(question.Incident.Start.AddSeconds(wideSeconds), new EventCounts(Math.Max(0, figures["errors"] ?? 0), Math.Max(0, all)));
            }
        }

        return null;
    }

    /// <summary>The beginning of an incident: slices that end before a moment are as it is.</summary>
    private sealed record Head(DateTimeOffset Until, EventCounts PerSecond);

    private static EventCounts? Last(SloQuestion question, FigureSet figures, double seconds)
    {
        foreach (var (name, _) in LastLengths(question, seconds))
        {
            if (figures[$"total {name}"] is { } total)
            {
                return new EventCounts(Math.Max(0, figures[$"errors {name}"] ?? 0), Math.Max(0, total));
            }
        }

        return null;
    }

    /// <summary>How far a slice must look back for two samples. A server that does not extrapolate has the right mean only over a whole number of intervals.</summary>
    public static double WideFor(SourceSurvey survey)
    {
        var seconds = Math.Ceiling(Math.Max(WideSeconds, SamplesAndAHalf * (survey.SparseIntervalSeconds ?? 0)));
        return survey is { CountsFirstValues: true, SparseIntervalSeconds: { } interval } && Usual(interval) is var usual ? Math.Ceiling(Math.Ceiling(seconds / usual) * usual) : seconds;
    }

    // Counted over an hour, an interval of a minute may read 59.02 s.
    private static double Usual(double interval) =>
        Math.Round(interval / UsualStep) * UsualStep is > 0 and var usual && Math.Abs(usual - interval) <= MostOff * interval ? usual : interval;

    /// <summary>Whether slices are too short to hold two samples each.</summary>
    public static bool IsTooFine(SourceSurvey survey, double sliceSeconds) => survey.SparseIntervalSeconds > HalfASlice * sliceSeconds;

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

    private static List<SliSlice> Slices(SloQuestion question, SortedDictionary<DateTimeOffset, EventCounts?> points, double seconds, FigureSet last, Head? head) =>
        [.. TimeSlices.Lay(question.Incident, TimeSpan.FromSeconds(seconds)).Select(slice =>
        {
            // A shorter slice has no point of its own on the grid; where it holds too few samples, the last whole length before the end stands for it.
            var counts = slice.End < head?.Until ? head.PerSecond
                : slice.Seconds < seconds ? Last(question, last, seconds)
                : points.GetValueOrDefault(slice.End);
            var factor = slice.Seconds;
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
