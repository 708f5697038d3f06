using Operator.Api;
using Operator.Evidence.Sums;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Field;

/// <summary>Queries of histograms that give numbers between 0 and 1, or numbers of something, and yet count no events.</summary>
public sealed class HistogramTests(FieldHistories histories) : FieldMeasuring(histories)
{
    private const string Window = "{{.window}}";

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task What_counts_no_events_is_refused(MetricServer server, int index)
    {
        string Of(string metric) => $"sum(rate(field_latency_seconds_{metric}{{variant=\"{index}\"}}[{Window}]))";
        foreach (var (sli, cause) in new[]
        {
            (Events($"{Of("count")} - sum(rate(field_latency_seconds_bucket{{le=\"1.0\",variant=\"{index}\"}}[{Window}]))", Of("bucket")), "totalQuery: field_latency_seconds_bucket"),
            (Ratio("field_latency_seconds_bucket{le=\"1.0\"}", "field_latency_seconds_bucket"), "sli.ratio.total: field_latency_seconds_bucket"),
            (Raw($"{Of("sum")} / {Of("count")}"), "errorRatioQuery: field_latency_seconds_sum"),
            (Events(Of("sum"), Of("count")), "errorQuery: field_latency_seconds_sum"),
            (Raw($"histogram_quantile(0.5, sum by (le) (rate(field_latency_seconds_bucket[{Window}])))"), "histogram_quantile() gives an observed value"),
        })
        {
            var (evidence, report) = await MeasureAsync(server, FieldVariant.All[index], sli);

            var problem = Assert.Single(evidence.Problems);
            Assert.Equal(Reasons.QueryResultInvalid, problem.Reason);
            Assert.Contains(cause, problem.Message, StringComparison.Ordinal);
            Assert.All(report.Budgets, b => Assert.Equal((FigureState.Invalid, null), (b.State, b.ConsumedPercent)));
        }
    }

    [Theory]
    [InlineData("sum(rate(x_bucket[{{.window}}]))", true)]
    [InlineData("sum by (job) (rate(x_bucket{job=\"handle\"}[{{.window}}]))", true)]
    [InlineData("x_bucket", true)]
    [InlineData("sum(rate(x_bucket{job=\"a\", le=~\"5|5.0\"}[{{.window}}]))", false)]
    [InlineData("sum(rate(x_bucket{\"le\"=\"5\"}[{{.window}}]))", false)]
    [InlineData("max(sum by (le) (rate(x_bucket[{{.window}}])))", false)]
    [InlineData("1 - histogram_fraction(0, 0.2, sum(rate(x_bucket[{{.window}}])))", false)]
    [InlineData("count(x_bucket)", false)]
    [InlineData("sum(rate(x_token_bucket{le=\"\"}[{{.window}}]))", false)]
    [InlineData("sum(job:x_bucket:rate5m)", false)]
    [InlineData("sum(rate(x_seconds_sum[{{.window}}])) / sum(rate(x_seconds_count{a=\"b\"}[{{.window}}]))", true)]
    [InlineData("sum(rate(x_bytes_sum[{{.window}}])) / sum(rate(x_bytes_bucket{le=\"+Inf\"}[{{.window}}]))", true)]
    [InlineData("1 - sum(rate(probe_all_success_sum[{{.window}}])) / sum(rate(probe_all_success_count[{{.window}}]))", false)]
    [InlineData("sum(rate(x_seconds_sum[{{.window}}])) / sum(rate(y_x_seconds_count[{{.window}}]))", false)]
    [InlineData("(sum(rate(x_seconds_sum[{{.window}}])) / sum(rate(x_seconds_count[{{.window}}]))) > bool 0.5", false)]
    [InlineData("clamp_max(sum(rate(x_seconds_sum[{{.window}}])) / sum(rate(x_seconds_count[{{.window}}])) / 0.5, 1)", false)]
    [InlineData("sum(rate(x_bucket{job=\"a\", # good\n le=\"0.5\"}[{{.window}}]))", false)]
    [InlineData("sum(max by (pod) (rate(x_bucket[{{.window}}])))", false)]
    [InlineData("histogram_quantile(0.99, sum by (le) (rate(x_bucket[5m])))", true)]
    [InlineData("1 - histogram_quantile(0.99, x)", true)]
    [InlineData("1 - histogram_avg(rate(success_ratio[{{.window}}]))", false)]
    [InlineData("histogram_quantile(0.99, sum by (le) (rate(x_bucket[{{.window}}]))) > bool 0.5", false)]
    [InlineData("1 - (histogram_quantile(0.99, x) <= bool 0.5)", false)]
    [InlineData("histogram_count(rate(x[{{.window}}]))", false)]
    [InlineData("1 - histogram_share(0.2, sum(rate(x_bucket[{{.window}}])) by (le))", false)]
    [InlineData("quantile(0.9, x_ratio)", false)]
    public void What_counts_no_events_is_known_by_its_text(string query, bool isRefused) => Assert.Equal(isRefused, HistogramText.Problem(query, [query]) is not null);
}
