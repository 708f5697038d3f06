using Operator.Api;
using Operator.Core;
using Operator.Core.Counters;
using Operator.Core.Evidence;
using Operator.Prometheus;

namespace Operator.Evidence;

/// <summary>Reads an indicator of two counters: raw samples over the incident, sums by the server before it. Three requests, five at worst.</summary>
internal sealed class RatioSliReader(EvidenceSession session)
{
    // A scrape before the incident must be in hand, whatever the interval.
    private static readonly TimeSpan Lookback = TimeSpan.FromMinutes(5);

    private const double MostErrors = 1.01;
    private const double MostFirstSeconds = 1800;

    public async Task<SloEvidence> ReadAsync(SloQuestion question, CancellationToken cancellationToken)
    {
        var sli = question.Slo.Sli.Ratio!;
        var range = new TimeRange(question.Chart.Start - Lookback, question.Chart.End);
        SloEvidence evidence;
        try
        {
            var errors = AskAsync("errors", sli.Errors);
            var total = AskAsync("total", sli.Total);
            await Task.WhenAll(errors, total);
            evidence = Measure(question, await errors, await total);
        }
        catch (FailureException e) when (e.Reason is Reasons.ResponseTooLarge or Reasons.QueryTooExpensive)
        {
            evidence = await new IncreaseReader(session).ReadAsync(question, e, cancellationToken);
        }

        // Without an answer for the incident, what came before it decides nothing.
        return evidence.Incident is not { } counts ? evidence : await new BeforeReader(session).AddAsync(evidence, question, Before(question, sli, counts), cancellationToken);

        async Task<IReadOnlyList<PrometheusSeries>> AskAsync(string part, string selector)
        {
            var result = await session.InstantAsync($"{question.Field}.sli.ratio.{part}", PromQL.Range(selector, range.Seconds), range.End, cancellationToken);
            return result.Series;
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

            if (question.Incident.Seconds / seconds > SloQuestion.MaxSlices)
            {
                problems.Add(SloProblems.TooManySlices(question));
                return [];
            }

            return slicer.Slices(question.Incident, seconds);
        }
    }

    private static BeforeQuery Before(SloQuestion question, RatioSliSpec sli, EventCounts incident)
    {
        var window = question.Before.Seconds;
        var first = FirstErrors(question, sli, incident);
        var ahead = question.AheadSeconds(SloQuestion.MinuteSeconds);
        return new BeforeQuery
        {
            Counts = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["errors"] = $"(sum(increase({PromQL.Range(sli.Errors, window)})) or vector(0)) + {first}",
                ["total"] = $"sum(increase({PromQL.Range(sli.Total, window)})) + {first}",
            },
            Bad = seconds => Bad(seconds, question.AheadSeconds(seconds)),
            Ratio = $"clamp_max(({PromQL.Growth(sli.Errors, 60, ahead)} or vector(0)) / ({PromQL.Growth(sli.Total, 60, ahead)} > 0), 1) and {PromQL.Earlier(sli.Total, 60, ahead)}",
            Covered = $"sum({PromQL.Value(sli.Total, -ahead)})",
            LaidFromIncident = true,
        };

        string Bad(double seconds, double ahead) =>
            $"({PromQL.Growth(sli.Errors, seconds, ahead)} or vector(0)) > bool ({question.BadAboveText} * {PromQL.Growth(sli.Total, seconds, ahead)}) and {PromQL.Earlier(sli.Total, seconds, ahead)}";
    }

    // More in a minute than the traffic of half an hour is no first value but a counter that was out of sight.
    private static string FirstErrors(SloQuestion question, RatioSliSpec sli, EventCounts incident)
    {
        var most = PromQL.Number(Math.Round(incident.Total / question.Incident.Seconds * MostFirstSeconds));
        var ahead = question.AheadSeconds(SloQuestion.MinuteSeconds);
        var values = $"{PromQL.FirstValues(sli.Errors, SloQuestion.MinuteSeconds, ahead)} <= {most} and {PromQL.Earlier(sli.Total, SloQuestion.MinuteSeconds, ahead)}";
        return $"(sum_over_time(({values})[{PromQL.Duration(question.SecondsBefore(SloQuestion.MinuteSeconds, laidFromIncident: true))}:1m]) or vector(0))";
    }
}
