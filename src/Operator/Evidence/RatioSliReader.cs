using Operator.Api;
using Operator.Core;
using Operator.Core.Counters;
using Operator.Core.Evidence;
using Operator.Evidence.Sums;
using Operator.Prometheus;

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
        var (evidence, spacing) = await IncidentAsync(question, survey, cancellationToken);

        // Without an answer for the incident, what came before it decides nothing.
        if (evidence.Incident is not { } counts)
        {
            return evidence;
        }

        // More at once than the traffic of half an hour is not a first value but a counter that was out of sight.
        var mostFirst = RoundedUp(counts.Total / question.Incident.Seconds * MostFirstSeconds);

        // Scrapes may have been further apart than they are now.
        spacing = survey.IntervalSeconds > spacing * MostChange ? survey.IntervalSeconds.Value - 0.001 : spacing;
        return await new BeforeReader(session).AddAsync(evidence, question, RatioSums.Create(sli, survey, spacing, question.SliceSeconds, mostFirst), cancellationToken);
    }

    // To one digit: a bound need not change with each event.
    private static double RoundedUp(double number)
    {
        var scale = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(1, number))));
        return Math.Ceiling(number / scale) * scale;
    }

    private async Task<(SloEvidence Evidence, double Spacing)> IncidentAsync(SloQuestion question, SourceSurvey survey, CancellationToken cancellationToken)
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
            var (errors, total) = await raw.ReadAsync(question, range, cancellationToken);
            return (Measure(question, errors, total), RawSampleReader.SpacingSeconds(total));
        }
        catch (FailureException e) when (e.Reason is Reasons.ResponseTooLarge or Reasons.QueryTooExpensive or Reasons.CollectionLimited)
        {
            return await summed.ReadAsync(question, survey, e.Message, cancellationToken);
        }
    }

    private static SloEvidence Measure(SloQuestion question, IReadOnlyList<PrometheusSeries> errorSeries, IReadOnlyList<PrometheusSeries> totalSeries)
    {
        var sli = question.Slo.Sli.Ratio!;
        var evidence = question.Empty(SliKind.Ratio);
        var (errors, total) = (CounterInput.From(errorSeries), CounterInput.From(totalSeries));
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

        var slicer = new GrowthSlicer(errorGrowth, totalGrowth, scrapes);
        return Sliced(question, slicer, interval, evidence with
        {
            CountSource = CountSource.RawSamples,
            ScrapeIntervalSeconds = interval,
            Incident = counts,
            Series = slicer.Chart(question.Chart, interval),
            Notes = [.. CounterInput.Notes(totalSeries, errorGrowth, totalGrowth, interval)],
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
