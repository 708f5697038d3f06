using Operator.Core.Counters;
using Operator.Core.Evidence;
using Operator.Evidence.Sums;
using Operator.Prometheus;

namespace Operator.Evidence.Counters;

/// <summary>Reads the raw samples of an indicator of counters, where they are few enough.</summary>
internal sealed class RawSampleReader(EvidenceSession session)
{
    // Raw samples travel as text: beyond this, sums cost everybody less.
    private const double MostSamples = 600_000;

    // Distances beyond it are missed scrapes and restarts.
    private const double UsualShare = 0.98;
    private const double JitterMargin = 1.01;
    private const double MostJitter = 1.5;
    private const double UnknownSpacing = 60;

    /// <summary>How many samples may be read at once.</summary>
    public double Limit => Math.Min(session.Client.Options.MaxSamples, MostSamples);

    /// <summary>Why raw samples are not read; null when they are few enough.</summary>
    public string? WhyTooMany(SourceSurvey survey, TimeRange range)
    {
        var samples = Samples(survey, range.Seconds);
        return samples > Limit ? $"about {CollectionBudget.Count(samples)} raw samples"
            : survey.SeriesOf(IndicatorSums.Total) > session.Client.Options.MaxSeries ? $"{survey.SeriesOf(IndicatorSums.Total):0} series"
            : null;
    }

    /// <summary>How many raw samples so many seconds have.</summary>
    public static double Samples(SourceSurvey survey, double seconds) =>
        (survey.SeriesOf(IndicatorSums.Errors) + survey.SeriesOf(IndicatorSums.Total)) * seconds / (survey.IntervalSeconds ?? UnknownSpacing);

    /// <summary>Reads one selector after the other.</summary>
    public async Task<RawSamples> ReadAsync(SloQuestion question, CounterIndicator indicator, TimeRange range, CancellationToken cancellationToken)
    {
        var series = new Dictionary<string, IReadOnlyList<PrometheusSeries>>(StringComparer.Ordinal);
        foreach (var (part, query) in new[] { (indicator.ErrorsField, indicator.Errors), (indicator.TotalField, indicator.Total) })
        {
            foreach (var selector in query.Selectors.Where(s => !series.ContainsKey(s)))
            {
                series[selector] = (await session.SharedAsync($"{question.Field}.{part}", PromQL.Range(selector, range.Seconds), range.End, cancellationToken)).Series;
            }
        }

        // Copies in queries that people wrote are theirs to deduplicate: what lies before the incident is counted as the query counts it.
        var samples = new RawSamples(series, []);
        if (indicator.Kind != SliKind.Ratio || CounterCopies.Labels(samples.Of(indicator.Total), session.Client.Options.ReplicaLabels) is not { Count: > 0 } labels)
        {
            return samples;
        }

        return new RawSamples(samples.Series.ToDictionary(s => s.Key, s => CounterCopies.Once(s.Value, labels), StringComparer.Ordinal), labels);
    }

    /// <summary>How far apart samples usually are of the series that are scraped least often, of those that grow more than others; 0 when that is not known.</summary>
    /// <param name="series">The series.</param>
    public static double LongestSeconds(IReadOnlyList<PrometheusSeries> series)
    {
        var growing = series.Where(s => s.Samples.Count > 2).Select(s => (Series: s, Growth: s.Samples[^1].Value - s.Samples[0].Value)).Where(s => s.Growth > 0).ToList();
        var usual = growing.Select(s => s.Growth).DefaultIfEmpty(0).Average();
        return growing.Where(s => s.Growth >= usual).Select(s => SampleSpacing.MedianSeconds([[.. s.Series.Samples.Select(x => x.Milliseconds)]])).Max() ?? 0;
    }

    /// <summary>How far apart neighbouring samples are at most, missed scrapes aside; a little less where all are equally far, so that no range holds one more by chance.</summary>
    public static double SpacingSeconds(IReadOnlyList<PrometheusSeries> series)
    {
        var times = series.Select(s => (IReadOnlyList<long>)[.. s.Samples.Select(x => x.Milliseconds)]).ToList();
        if (SampleSpacing.MedianSeconds(times) is not { } median)
        {
            return UnknownSpacing;
        }

        var usual = SampleSpacing.QuantileSeconds(times, UsualShare) ?? median;
        return usual <= median + 0.002 ? median - 0.001 : Math.Round(Math.Min(usual * JitterMargin, median * MostJitter), 3);
    }
}
