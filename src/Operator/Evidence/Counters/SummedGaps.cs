using Operator.Core;
using Operator.Core.Evidence;
using Operator.Evidence.Sums;

namespace Operator.Evidence.Counters;

/// <summary>Looks at the gaps of an incident that was summed up: the raw samples on both sides of a gap tell when it was, and whether the counters went on after it.</summary>
internal sealed class SummedGaps(RawSampleReader raw, SloQuestion question, CounterIndicator indicator, SourceSurvey survey)
{
    private const double Intervals = 3;
    private const double LookbackSeconds = 300;

    // Each is a request.
    private const int MostLooks = 4;

    /// <summary>The gaps, oldest first.</summary>
    /// <param name="slices">The slices of the incident.</param>
    /// <param name="intervalSeconds">The usual distance of scrapes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<SampleGap>> ReadAsync(IReadOnlyList<SliSlice> slices, double intervalSeconds, CancellationToken cancellationToken)
    {
        var gaps = new List<SampleGap>();
        foreach (var (index, seen) in Seen(slices, intervalSeconds).OrderByDescending(g => g.Seconds).Index())
        {
            var looked = index < MostLooks ? await LookAsync(seen, cancellationToken) : [];
            gaps.AddRange(looked is [] ? [new SampleGap(seen.Start, seen.End, Bridged: false, IsUnknown: true)] : looked);
        }

        return [.. gaps.OrderBy(g => g.Start)];
    }

    private static List<TimeRange> Seen(IReadOnlyList<SliSlice> slices, double intervalSeconds)
    {
        var gaps = new List<TimeRange>();
        foreach (var slice in slices.Where(s => !s.HasData))
        {
            var end = slice.Start.AddSeconds(slice.Seconds);
            if (gaps is [.., var last] && slice.Start <= last.End.AddMilliseconds(1))
            {
                gaps[^1] = last with { End = end };
            }
            else
            {
                gaps.Add(new TimeRange(slice.Start, end));
            }
        }

        return [.. gaps.Where(g => g.Seconds > Intervals * intervalSeconds)];
    }

    private async Task<IReadOnlyList<SampleGap>> LookAsync(TimeRange seen, CancellationToken cancellationToken)
    {
        if (RawSampleReader.Samples(survey, 2 * LookbackSeconds) > raw.Limit)
        {
            return [];
        }

        try
        {
            var samples = await raw.ReadAsync(question, indicator, new TimeRange(seen.Start.AddSeconds(-LookbackSeconds), seen.End.AddSeconds(LookbackSeconds)), cancellationToken);
            return [.. new CounterReading(indicator, samples, question.Incident).Scrapes.Gaps.Where(g => g.Start < seen.End && g.End > seen.Start)];
        }
        catch (FailureException e) when (EvidenceFaults.ConcernsOneQuery(e))
        {
            return [];
        }
    }
}
