using Operator.Api;
using Operator.Core;
using Operator.Core.Counters;
using Operator.Core.Evidence;
using Operator.Evidence.Sums;

namespace Operator.Evidence;

/// <summary>Reads an indicator of two counters: raw samples over the incident where they are few enough, sums by the server before it.</summary>
internal sealed class RatioSliReader(EvidenceSession session)
{
    // A scrape before the incident must be in hand, whatever the interval.
    private static readonly TimeSpan Lookback = TimeSpan.FromMinutes(5);

    private const double MostErrors = 1.01;
    private const double MostFirstSeconds = 1800;
    private const double MostChange = 1.5;

    public async Task<SloEvidence> ReadAsync(SloQuestion question, CancellationToken cancellationToken)
    {
        var sli = question.Slo.Sli.Ratio!;
        var survey = await new SurveyReader(session).ReadAsync(
            question.Field,
            new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { [IndicatorSums.Errors] = [sli.Errors], [IndicatorSums.Total] = [sli.Total] },
            question.SurveyRange(session.Known(question.SumsKey)),
            cancellationToken);
        var (evidence, spacing, replicaLabels) = await IncidentAsync(question, survey, cancellationToken);

        // Without an answer for the incident, what came before it decides nothing.
        if (evidence.Incident is not { } counts)
        {
            return evidence;
        }

        // More at once than the traffic of half an hour is not a first value but a counter that was out of sight.
        var mostFirst = RoundedUp(counts.Total / question.Incident.Seconds * MostFirstSeconds);

        // Scrapes may have been further apart than they are now.
        spacing = survey.IntervalSeconds > spacing * MostChange ? survey.IntervalSeconds.Value - 0.001 : spacing;
        evidence = await new BeforeReader(session).AddAsync(evidence, question, new RatioSums(sli, survey, replicaLabels).Create(spacing, question.SliceSeconds, mostFirst), cancellationToken);
        return survey.SawNone(IndicatorSums.Errors) && counts is { Errors: <= 0, Total: > 0 } && evidence.Before?.Counts is null or { Errors: <= 0 }
            ? evidence with { Notes = [.. evidence.Notes, SloProblems.MatchedNothing(question)] }
            : evidence;
    }

    // To one digit: a bound need not change with each event.
    private static double RoundedUp(double number)
    {
        var scale = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(1, number))));
        return Math.Ceiling(number / scale) * scale;
    }

    private async Task<(SloEvidence Evidence, double Spacing, IReadOnlyList<string> ReplicaLabels)> IncidentAsync(SloQuestion question, SourceSurvey survey, CancellationToken cancellationToken)
    {
        var raw = new RawSampleReader(session);
        var range = new TimeRange(question.Chart.Start - Lookback, question.Chart.End);
        var summed = new SummedIncidentReader(session, raw);
        if (raw.WhyTooMany(survey, range) is { } tooMany)
        {
            return await summed.ReadAsync(question, survey, tooMany, cancellationToken);
        }

        try
        {
            var samples = await raw.ReadAsync(question, range, cancellationToken);
            return (Measure(question, samples), RawSampleReader.SpacingSeconds(samples.Total), samples.ReplicaLabels);
        }
        catch (FailureException e) when (e.Reason is Reasons.ResponseTooLarge or Reasons.QueryTooExpensive or Reasons.CollectionLimited)
        {
            return await summed.ReadAsync(question, survey, e.Message, cancellationToken);
        }
    }

    private static SloEvidence Measure(SloQuestion question, RawSamples samples)
    {
        var sli = question.Slo.Sli.Ratio!;
        var evidence = question.Empty(SliKind.Ratio);
        var (errors, total) = (CounterInput.From(samples.Errors), CounterInput.From(samples.Total));
        var scrapes = new ScrapeHistory([.. errors, .. total]);
        if (total.Count == 0 || scrapes.IntervalSeconds is not { } interval || scrapes.CoveredSeconds(question.Incident) <= 0)
        {
            return evidence with { Problems = [SloProblems.NoData($"{question.Field}.sli.ratio.total", sli.Total)] };
        }

        var errorGrowth = CounterIncrease.Create(errors, scrapes, question.Incident);
        var totalGrowth = CounterIncrease.Create(total, scrapes, question.Incident);
        var counts = new EventCounts(errorGrowth.In(question.Incident), totalGrowth.In(question.Incident));
        if (counts.Errors > (counts.Total * MostErrors) + 1)
        {
            return evidence with { Problems = [SloProblems.MoreErrorsThanEvents(question)] };
        }

        IReadOnlyList<SampleGap> gaps = [.. scrapes.Gaps.Where(g => g.End > question.Incident.Start && g.Start < question.Incident.End)];
        var slicer = new GrowthSlicer(errorGrowth, totalGrowth, scrapes);
        return Sliced(question, slicer, interval, evidence with
        {
            CountSource = CountSource.RawSamples,
            ScrapeIntervalSeconds = interval,
            Incident = counts,
            Series = slicer.Chart(question.Chart, interval),
            Gaps = gaps,
            Notes = [.. CounterInput.Notes(samples, errorGrowth, totalGrowth, gaps, interval)],
        });
    }

    private static SloEvidence Sliced(SloQuestion question, GrowthSlicer slicer, double interval, SloEvidence evidence)
    {
        // Samples that jitter are not "too far apart" for a slice of the same length.
        var problems = new List<EvidenceProblem>();
        return evidence with
        {
            Slices = Slices(question.SliceSeconds),
            MinuteSlices = question.HasMinuteSlices ? [] : Slices(SloQuestion.MinuteSeconds),
            Problems = problems,
        };

        IReadOnlyList<SliSlice> Slices(double seconds)
        {
            if (interval > seconds * 1.05)
            {
                problems.Add(SloProblems.IntervalTooLong(question, interval, seconds));
                return [];
            }

            return slicer.Slices(question.Incident, seconds);
        }
    }
}
