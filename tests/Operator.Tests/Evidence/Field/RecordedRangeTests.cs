using Operator.Api;
using Operator.Evidence.Sums;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Field;

/// <summary>Recorded ratios over a range lag by half of it.</summary>
public sealed class RecordedRangeTests(FieldHistories histories) : FieldMeasuring(histories)
{
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_recorded_ratio_is_read_as_of_the_middle_of_its_range(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];
        var query = $"field_requests:ratio_rate{{variant=\"{index}\",sloth_window=\"{variant.Range / 60}m\"}}";

        var (evidence, report) = await MeasureAsync(server, variant, Raw(query));

        // A quarter of the range is missing close to the ends.
        Assert.Empty(evidence.Problems);
        var truth = 100 * variant.Ratio * variant.Length / (0.01 * variant.WindowSeconds);
        var seen = truth * (variant.Length - (variant.Range / 4.0)) / variant.Length;
        var figure = Figure(report, BudgetingMethod.RatioTimeslices);
        Assert.Equal(seen, figure.ConsumedPercent!.Value, truth * 0.04);
        Assert.InRange(figure.ConsumedPercent.Value, truth * 0.84, truth);
        Assert.Equal(variant.Range / 2.0, evidence.LagSeconds);
        Assert.Contains(report.Messages, m => m.Contains("for the middle of that time", StringComparison.Ordinal));
        Assert.Equal(100 - truth, figure.RemainingPercent!.Value, truth * 0.15);
    }

    /// <summary>A rate over less than two samples is there at some moments only.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_range_of_its_own_must_hold_two_samples(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];
        foreach (var (seconds, holds) in new[] { (variant.Interval * 3 / 2, false), (variant.Interval * 4, true) })
        {
            string Rate(string codes) => $"max(sum(rate(field_requests_total{{variant=\"{index}\"{codes}}}[{seconds}s])))";

            var (events, _) = await MeasureAsync(server, variant, Events(Rate(",code=\"500\""), Rate("")));
            var (raw, _) = await MeasureAsync(server, variant, Raw($"{Rate(",code=\"500\"")} / {Rate("")}"));

            Assert.Equal(holds, events.Incident is not null);
            Assert.Equal(holds, raw.Slices.Count > 0);
            Assert.All([events, raw], e => Assert.Equal(holds ? 0 : 1, e.Problems.Count(p => p.Message.Contains("which is too short for two of them", StringComparison.Ordinal))));
        }
    }

    public static TheoryData<MetricServer, int> Recorded => [.. Enum.GetValues<MetricServer>().SelectMany(s => RecordedRatios.All.Select(r => (s, r.Index)))];

    [Theory]
    [MemberData(nameof(Recorded))]
    public async Task A_range_that_only_the_series_tell_or_that_stands_in_another_one_counts_as_well(MetricServer server, int index)
    {
        var recorded = RecordedRatios.All[index];

        var (evidence, report) = await MeasureAsync(server, recorded.Start, recorded.End, new SloSpec { Name = "recorded", Objective = 99, Window = "1d", Sli = Raw(recorded.Query) });

        Assert.Empty(evidence.Problems);
        Assert.Equal(recorded.Lag > 0 ? recorded.Lag : null, evidence.LagSeconds);
        Assert.Equal(recorded.Lag > 0, report.Messages.Any(m => m.Contains("for the middle of that time", StringComparison.Ordinal)));
        var truth = 100 * recorded.Ratio * recorded.Length / (0.01 * RecordedRatios.WindowSeconds);
        var seen = truth * (recorded.Length - ((recorded.Range + recorded.Outer) / 4.0)) / recorded.Length;
        Assert.Equal(seen, Figure(report, BudgetingMethod.RatioTimeslices).ConsumedPercent!.Value, truth * 0.04);
        Assert.Equal(100 - truth, Figure(report, BudgetingMethod.RatioTimeslices).RemainingPercent!.Value, truth * 0.15);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_range_within_a_subquery_counts_too(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];
        var range = variant.Range / 60;
        var (errors, total) = ($"sum(rate(field_requests_total{{variant=\"{index}\",code=\"500\"}}[{range}m]))", $"sum(rate(field_requests_total{{variant=\"{index}\"}}[{range}m]))");

        var (evidence, report) = await MeasureAsync(server, variant, Raw($"avg_over_time(({errors} / {total})[{{{{.window}}}}:1m])"));

        Assert.Empty(evidence.Problems);
        Assert.Equal(variant.Range / 2.0, evidence.LagSeconds);
        var truth = 100 * variant.Ratio * variant.Length / (0.01 * variant.WindowSeconds);
        Assert.InRange(Figure(report, BudgetingMethod.RatioTimeslices).ConsumedPercent!.Value, truth * 0.8, truth * 1.05);
        Assert.Contains(report.Messages, m => m.Contains("for the middle of that time", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_range_that_is_longer_than_the_incident_tells_nothing_of_it(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];

        var (evidence, report) = await MeasureAsync(server, variant, Raw($"sum(rate(field_requests_total{{variant=\"{index}\",code=\"500\"}}[2h])) / sum(rate(field_requests_total{{variant=\"{index}\"}}[2h]))"));

        Assert.Equal(Reasons.NoData, Assert.Single(evidence.Problems).Reason);
        Assert.All(report.Budgets, b => Assert.Null(b.ConsumedPercent));
    }

    [Theory]
    [InlineData(300, 720, false)]
    [InlineData(3840, 10_800, false)]
    [InlineData(7740, 10_800, true)]
    [InlineData(93_600, 864_000, true)]
    [InlineData(23_160, 864_000, true)]
    [InlineData(21_600, 43_200, false)]
    public void A_range_over_more_than_half_of_the_incident_or_six_hours_is_too_long(double range, double incident, bool isTooLong) =>
        Assert.Equal((isTooLong, isTooLong && (range > incident || range > 21_600)), (RecordedRange.IsTooLong(range, incident, isOngoing: false), RecordedRange.IsTooLong(range, incident, isOngoing: true)));

    [Theory]
    [InlineData("slo:sli_error:ratio_rate5m{sloth_id=\"a\"}", 300d)]
    [InlineData("slo:sli_error:ratio_rate1h{sloth_window=\"1h\"}", 3600d)]
    [InlineData("http_requests:burnrate30m", 1800d)]
    [InlineData("http_requests:burnrate1h4m", 3840d)]
    [InlineData("http_requests:burnrate1d2h{slo=\"a\"}", 93600d)]
    [InlineData("http_requests:burnrate1m30s", 90d)]
    [InlineData("job:errors:increase2h / job:requests:increase2h", 7200d)]
    [InlineData("1 - slo:availability:ratio_rate5m", 300d)]
    [InlineData("x{sloth_window='5m'}", 300d)]
    [InlineData("sum(rate(a[90s])) / sum(rate(b[90s]))", 90d)]
    [InlineData("sum(rate(a[5m])) / sum(rate(b[1m]))", null)]
    [InlineData("sum(rate(a[{{.window}}])) / sum(rate(b[{{.window}}]))", null)]
    [InlineData("error_ratio{job=\"a\"}", null)]
    [InlineData("avg_over_time(error_ratio[1h:5m])", 3600d)]
    [InlineData("avg_over_time(slo:ratio_rate5m[{{.window}}])", 300d)]
    [InlineData("avg_over_time(slo:ratio_rate5m[1m])", 360d)]
    [InlineData("avg_over_time((sum(rate(a[5m])) / sum(rate(b[5m])))[{{.window}}:1m])", 300d)]
    [InlineData("avg_over_time(error_ratio[{{.window}}])", null)]
    public void The_range_is_read_from_name_label_or_query(string query, double? seconds) => Assert.Equal(seconds, RecordedRange.SecondsOf(query));

    [Theory]
    [InlineData("recorded_sli_5m{a=\"b_10m\"}", 300d)]
    [InlineData("max(job:errors:mean10m)", 600d)]
    [InlineData("1 - job:availability:1h30m", 5400d)]
    [InlineData("avg_over_time(job:errors:mean10m[{{.window}}])", 600d)]
    [InlineData("avg_over_time(job:errors:mean10m[5m])", 900d)]
    [InlineData("sum(mail_older_than_1h) / sum(mail)", null)]
    [InlineData("sum(mail_errors_older_than_1h) > bool 10", null)]
    [InlineData("sum(jobs_over_5m)", null)]
    [InlineData("sum(failed_in_5m) / sum(all_in_5m)", null)]
    [InlineData("job:errors:mean5m / job:requests", null)]
    [InlineData("job:errors:mean5m / job:requests:mean10m", null)]
    [InlineData("sum(rate(error_ratio_5m[{{.window}}]))", null)]
    [InlineData("temperature_5m", null)]
    public void The_range_of_a_ratio_may_end_the_names_of_all_series(string query, double? seconds) => Assert.Equal(seconds, RecordedRange.SecondsOf(query, isRatio: true));
}
