using Operator.Core;
using Operator.Core.Evidence;
using Operator.Evidence.Sums;

namespace Operator.Evidence.Counters;

/// <summary>
/// Reads an incident whose raw samples are too many: raw samples around its two ends, where they decide where it begins and ends, and
/// sums between them.
/// </summary>
/// <param name="session">The collection.</param>
/// <param name="raw">Reads raw samples.</param>
internal sealed class SummedIncidentReader(EvidenceSession session, RawSampleReader raw)
{
    // Around an end: enough to see the rates on both sides.
    private const double LongestEnd = 1800;
    private const double ShortestEnd = 300;
    private const double LookbackSeconds = 300;

    private readonly List<EvidenceProblem> _problems = [];

    public async Task<(SloEvidence Evidence, double Spacing, IReadOnlyList<string> ReplicaLabels)> ReadAsync(
        SloQuestion question,
        CounterIndicator indicator,
        SourceSurvey survey,
        DateTimeOffset start,
        string why,
        CancellationToken cancellationToken)
    {
        var evidence = question.Empty(indicator.Kind);
        var spacing = survey.IntervalSeconds is { } interval ? interval * 1.02 : 60;
        var sums = new CounterSums(indicator, survey, []).Create(spacing, question.SliceSeconds, double.MaxValue);
        var step = sums.MaySlice ? IncidentSteps.SecondsFor(sums.Terms, question, session.Budget.PointsPerRequest) : question.SliceSeconds;
        var ends = await EndsAsync(question, indicator, survey, start, step, cancellationToken);
        if (ends.Spacing is { } measured)
        {
            spacing = measured;
            sums = new CounterSums(indicator, survey, ends.ReplicaLabels).Create(spacing, question.SliceSeconds, double.MaxValue);
        }

        var counted = await new CountReader(session).ReadAsync($"{question.Field}.incident", sums, ends.Middle, cancellationToken);
        if (counted.Counts is not { } middle)
        {
            return (evidence with { Problems = [counted.Problem!] }, spacing, ends.ReplicaLabels);
        }

        var steps = await new SummedMiddle(session, question, sums, ends).ReadAsync(middle, step, spacing, cancellationToken);
        if (steps.Counts is not { } clean)
        {
            return (evidence with { Problems = steps.Problems }, spacing, ends.ReplicaLabels);
        }

        var counts = new EventCounts(clean.Errors + ends.Counts.Errors, clean.Total + ends.Counts.Total);
        if (counts.Total <= 0 && ends.Slices.Count == 0 && survey.SeriesOf(IndicatorSums.Total) == 0)
        {
            return (evidence with { Problems = [SloProblems.NoEvents(question, indicator)] }, spacing, ends.ReplicaLabels);
        }

        _problems.AddRange(steps.Problems);
        IReadOnlyList<SliSlice> slices = !sums.MaySlice ? [] :
        [
            .. ends.Slices.Where(s => s.Start < ends.Middle.Start),
            .. IncidentSteps.Slices(steps.Steps, question, isRatio: false),
            .. ends.Slices.Where(s => s.Start >= ends.Middle.End),
        ];
        var gaps = await new SummedGaps(raw, question, indicator, survey).ReadAsync(slices, survey.IntervalSeconds ?? spacing, cancellationToken);
        if (!sums.MaySlice)
        {
            _problems.Add(SloProblems.IntervalTooLong(question, survey.IntervalSeconds ?? spacing, question.SliceSeconds));
        }

        return (evidence with
        {
            CountSource = CountSource.Increase,
            ScrapeIntervalSeconds = survey.IntervalSeconds,
            Incident = counts,
            Slices = slices,
            Gaps = gaps,
            Series = ChartPoints.Of(ends.Before, slices, ends.After),
            Problems = _problems,
            Notes =
            [
                .. Notes(why, ends, step, question),
                .. steps.Falls > 0 ? [SummedMiddle.Fell(steps.Falls)] : Array.Empty<string>(),
                .. gaps.Where(g => g.Bridged).Select(CounterInput.Bridged),
            ],
        }, spacing, ends.ReplicaLabels);
    }

    private static IEnumerable<string> Notes(string why, IncidentEnds ends, double step, SloQuestion question)
    {
        yield return ends.Slices.Count == 0
            ? $"increase() was used, because the incident has {why}."
            : $"increase() was used between the first and the last {ends.Seconds / 60:0} minutes of the incident, because it has {why}.";
        if (step > question.SliceSeconds)
        {
            yield return SloProblems.CoarseSlices(step);
        }
    }

    private async Task<IncidentEnds> EndsAsync(SloQuestion question, CounterIndicator indicator, SourceSurvey survey, DateTimeOffset start, double step, CancellationToken cancellationToken)
    {
        var incident = question.Incident;
        var margin = (incident.Start - start).TotalSeconds;
        var affordable = (raw.Limit / 2 / Math.Max(1e-9, RawSampleReader.Samples(survey, 1))) - margin;
        var length = Math.Floor(Math.Min(Math.Min(LongestEnd, affordable), incident.Seconds / 3) / step) * step;
        if (length < Math.Min(ShortestEnd, step) || survey.SeriesOf(IndicatorSums.Total) > session.Client.Options.MaxSeries)
        {
            return IncidentEnds.None(incident);
        }

        var firstEnd = incident.Start.AddSeconds(length);
        var middle = new TimeRange(firstEnd, firstEnd.AddSeconds(Math.Floor((incident.Seconds - (2 * length)) / step) * step));
        try
        {
            var first = new TimeRange(start, firstEnd.AddSeconds(LookbackSeconds));
            var last = new TimeRange(middle.End.AddSeconds(-LookbackSeconds), question.Chart.End);
            var head = await raw.ReadAsync(question, indicator, first, cancellationToken);
            var tail = await raw.ReadAsync(question, indicator, last, cancellationToken);
            return IncidentEnds.Of(question, indicator, middle, head, tail, length);
        }
        catch (FailureException e) when (EvidenceFaults.ConcernsOneQuery(e))
        {
            return IncidentEnds.None(incident);
        }
    }
}
