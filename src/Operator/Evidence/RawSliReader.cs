using Operator.Api;
using Operator.Core;
using Operator.Core.Budgets;
using Operator.Core.Evidence;

namespace Operator.Evidence;

/// <summary>Reads an indicator that is a ratio already; no counts exist. Two to five requests.</summary>
internal sealed class RawSliReader(EvidenceSession session)
{
    private const double Tolerance = 1e-6;

    // Finer than any usual rule interval, so that each recorded value weighs by how long it stood.
    private const string Resolution = "15s";
    private const double ResolutionSeconds = 15;

    // What a rate within {{.window}} needs where samples are a minute, and where they are two minutes apart.
    private const double WideSeconds = 150;
    private const double WidestSeconds = 300;

    public async Task<SloEvidence> ReadAsync(SloQuestion question, CancellationToken cancellationToken)
    {
        var evidence = question.Empty(SliKind.Raw);
        if (question.Chart.Seconds / SloQuestion.MinuteSeconds > SloQuestion.MaxSlices)
        {
            return evidence with { Problems = [SloProblems.TooManySlices(question)] };
        }

        var widened = false;
        var minutes = await PointsAsync(question, question.Chart, SloQuestion.MinuteSeconds, widened, cancellationToken);
        if (PromQL.HasWindow(question.Slo.Sli.Raw!.ErrorRatioQuery) && TooFine(question, minutes))
        {
            var wide = await PointsAsync(question, question.Chart, SloQuestion.MinuteSeconds, wide: true, cancellationToken);
            (widened, minutes) = wide.Values.Count(IsKnown) > minutes.Values.Count(IsKnown) ? (true, wide) : (false, minutes);
        }

        var last = await LastAsync(question, widened, cancellationToken);
        var minuteSlices = Slices(question, minutes, SloQuestion.MinuteSeconds, last);
        var slices = minuteSlices;
        if (!question.HasMinuteSlices)
        {
            slices = Slices(question, await PointsAsync(question, question.Incident, question.SliceSeconds, widened, cancellationToken), question.SliceSeconds, last);
        }

        if (!minuteSlices.Any(s => s.HasData) && !slices.Any(s => s.HasData))
        {
            return evidence with { Problems = [SloProblems.NoData($"{question.Field}.sli.raw.errorRatioQuery", question.Slo.Sli.Raw.ErrorRatioQuery)] };
        }

        if (minuteSlices.Concat(slices).Select(s => s.ErrorRatio).FirstOrDefault(r => r is not null && !IsRatio(r.Value)) is { } wrong)
        {
            return evidence with { Problems = [SloProblems.NotARatio(question, wrong)] };
        }

        evidence = evidence with
        {
            Slices = [.. slices.Select(Clamped)],
            MinuteSlices = question.HasMinuteSlices ? [] : [.. minuteSlices.Select(Clamped)],
            Series = ChartPoints.Downsample([.. minutes.Select(p => new SliPoint(p.Key, p.Value is { } v && IsRatio(v) ? 1 - Math.Clamp(v, 0, 1) : null))]),
            Notes = widened ? [$"Slices of {question.SliceSeconds:0} s hold too few samples; each shows the {WideSeconds:0} to {WidestSeconds:0} s before its end."] : [],
        };
        return await new BeforeReader(session).AddAsync(evidence, question, Before(question, widened), cancellationToken);
    }

    // Where samples are about as far apart as slices are long, a slice holds two of them by luck. A gap is missing in the incident alone.
    private static bool TooFine(SloQuestion question, SortedDictionary<DateTimeOffset, double?> minutes) => minutes
        .GroupBy(p => p.Key > question.Incident.Start && p.Key - TimeSpan.FromSeconds(SloQuestion.MinuteSeconds) < question.Incident.End)
        .All(side => side.Count(p => IsKnown(p.Value)) * 2 <= side.Count());

    private static bool IsKnown(double? value) => value is { } known && !double.IsNaN(known);

    private async Task<SortedDictionary<DateTimeOffset, double?>> PointsAsync(SloQuestion question, TimeRange range, double seconds, bool wide, CancellationToken cancellationToken)
    {
        var start = question.Incident.Start.AddSeconds(-Math.Floor((question.Incident.Start - range.Start).TotalSeconds / seconds) * seconds);
        var steps = Math.Ceiling((range.End - start).TotalSeconds / seconds);
        var asked = new TimeRange(start.AddSeconds(seconds), start.AddSeconds(steps * seconds));
        var result = await session.RangeAsync($"{question.Field}.sli.raw", Expression(question, seconds, wide), asked, seconds, cancellationToken);
        if (result.Series.Count > 1)
        {
            throw new FailureException(
                Reasons.QueryResultInvalid,
                $"{question.Field}.sli.raw.errorRatioQuery: gave {result.Series.Count} series, one is needed; select by labels or aggregate with sum() or avg()",
                isTerminal: true);
        }

        var points = new SortedDictionary<DateTimeOffset, double?>();
        for (var at = asked.Start; at <= asked.End; at = at.AddSeconds(seconds))
        {
            points[at] = null;
        }

        foreach (var sample in result.Series.SelectMany(s => s.Samples))
        {
            points[sample.Time] = sample.Value;
        }

        return points;
    }

    // What the end of the incident cuts short has no point on the grid: it is asked apart, up to the end.
    private async Task<Dictionary<string, double>> LastAsync(SloQuestion question, bool wide, CancellationToken cancellationToken)
    {
        var cut = new[] { SloQuestion.MinuteSeconds, question.SliceSeconds }.Distinct().Where(s => question.CutSeconds(s) > 0).ToList();
        if (cut.Count == 0)
        {
            return [];
        }

        // What lies before such a slice is not its own, so that it is looked at alone where its samples are enough for that.
        var windowed = PromQL.HasWindow(question.Slo.Sli.Raw!.ErrorRatioQuery);
        var expression = PromQL.Figures(cut.SelectMany(s => (windowed ? new[] { question.CutSeconds(s), s } : [Math.Max(question.CutSeconds(s), ResolutionSeconds)]).Select(length =>
            PromQL.Figure(PromQL.Duration(s), Expression(question, length, wide)))));
        var result = await session.InstantAsync($"{question.Field}.sli.raw", expression, question.Incident.End, cancellationToken);
        return result.Series
            .Where(s => s.Samples.Count > 0)
            .GroupBy(s => s.Labels.GetValueOrDefault("figure", ""), StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.First().Samples[^1].Value, StringComparer.Ordinal);
    }

    private static List<SliSlice> Slices(SloQuestion question, SortedDictionary<DateTimeOffset, double?> points, double seconds, Dictionary<string, double> last) =>
        [.. TimeSlices.Lay(question.Incident, TimeSpan.FromSeconds(seconds)).Select(slice =>
        {
            var value = slice.Seconds >= seconds ? points.GetValueOrDefault(slice.End) : last.TryGetValue(PromQL.Duration(seconds), out var end) ? end : null;
            return new SliSlice { Start = slice.Start, Seconds = slice.Seconds, HasData = value is not null, ErrorRatio = value is { } v && !double.IsNaN(v) ? v : null };
        })];

    private static BeforeQuery Before(SloQuestion question, bool widened)
    {
        // Averaged over a minute, or at its end: over weeks it is the same, and much cheaper.
        var query = question.Slo.Sli.Raw!.ErrorRatioQuery;
        var laid = PromQL.CanLookAhead(query);
        var minute = PromQL.HasWindow(query) ? Slice(60) : $"avg({PromQL.Query(query, 60)})";
        return new BeforeQuery
        {
            Bad = seconds => $"{Slice(seconds)} > bool {question.BadAboveText}",
            Ratio = $"{minute} >= 0",
            Covered = minute,
            LaidFromIncident = laid,
            CheckRatio = true,
        };

        string Slice(double seconds) => $"avg({Expression(question, seconds, widened, laid ? question.AheadSeconds(seconds) : 0)})";
    }

    private static string Expression(SloQuestion question, double seconds, bool wide, double ahead = 0)
    {
        var query = question.Slo.Sli.Raw!.ErrorRatioQuery;
        return !PromQL.HasWindow(query) ? $"avg_over_time({PromQL.Query(query, seconds)}[{PromQL.Duration(seconds)}:{Resolution}])"
            : wide && seconds < WidestSeconds ? $"({PromQL.Query(query, Math.Max(seconds, WideSeconds), ahead)} or {PromQL.Query(query, WidestSeconds, ahead)})"
            : PromQL.Query(query, seconds, ahead);
    }

    private static bool IsRatio(double value) => value is >= -Tolerance and <= 1 + Tolerance;

    private static SliSlice Clamped(SliSlice slice) => slice with { ErrorRatio = slice.ErrorRatio is { } r ? Math.Clamp(r, 0, 1) : null };
}
