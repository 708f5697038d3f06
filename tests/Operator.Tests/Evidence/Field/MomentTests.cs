using Operator.Api;
using Operator.Evidence.Sums;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Field;

/// <summary>Queries that take values as they stand at a moment: counters since their process began, probes that are 0 or 1, gauges of anything.</summary>
public sealed class MomentTests(FieldHistories histories) : FieldMeasuring(histories)
{
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_quotient_of_counters_as_they_stand_is_refused(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];
        string Of(string metric, string code = "") => $"sum({metric}{{variant=\"{index}\"{code}}})";
        foreach (var sli in new[]
        {
            Raw($"{Of("field_requests_total", ",code=\"500\"")} / {Of("field_requests_total")}"),
            Raw($"1 - {Of("field_latency_seconds_bucket", ",le=\"1.0\"")} / {Of("field_latency_seconds_count")}"),
            Raw($"clamp_max(sum({{__name__=~\"field_requests_tot.*\",variant=\"{index}\",code=\"500\"}}) / sum({{__name__=~\"field_requests_tot.*\",variant=\"{index}\"}}), 1)"),
            Events(Of("field_requests_total", ",code=\"500\""), Of("field_requests_total")),
            Events($"sum(rate(field_requests_total{{variant=\"{index}\",code=\"500\"}}[{{{{.window}}}}]))", Of("field_latency_seconds_count")),
        })
        {
            var (evidence, report) = await MeasureAsync(server, variant, sli);

            var problem = Assert.Single(evidence.Problems);
            Assert.Equal(Reasons.QueryResultInvalid, problem.Reason);
            Assert.Contains("is a counter: what it has counted since its process began", problem.Message, StringComparison.Ordinal);
            Assert.All(report.Budgets, b => Assert.Equal((FigureState.Invalid, null), (b.State, b.ConsumedPercent)));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Samples_of_a_probe_count_once_each_without_a_range(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];
        var probe = $"field_probe{{variant=\"{index}\"}}";
        await AssertSamplesAreEventsAsync(server, variant, Events($"sum(1 - {probe})", $"count({probe})"), Events($"count({probe} == 0) or vector(0)", $"count({probe})"), Events($"1 - avg({probe})", "vector(1)"));
    }

    /// <summary>A gauge of anything that is compared with a bound is a probe.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Samples_that_pass_a_bound_count_once_each(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];
        var quality = $"field_quality{{variant=\"{index}\"}}";
        await AssertSamplesAreEventsAsync(server, variant, Events($"sum({quality} < bool 0.7)", $"count({quality})"), Events($"sum({quality} != bool 0.9)", $"count({quality})"), Events($"count({quality} < 0.7) or vector(0)", $"count({quality})"));
    }

    /// <summary>Whatever it would be, there is nothing of it: that is what is told.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task What_matches_nothing_is_told_as_that(MetricServer server, int index)
    {
        var (evidence, _) = await MeasureAsync(server, FieldVariant.All[index], Events("sum(field_nothing{code=\"500\"})", "sum(field_nothing)"));

        Assert.Equal(Reasons.NoData, Assert.Single(evidence.Problems).Reason);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Gauges_of_which_nothing_says_what_they_count_are_refused(MetricServer server, int index)
    {
        var quality = $"field_quality{{variant=\"{index}\"}}";
        foreach (var sli in new[] { Events($"sum(1 - {quality})", $"sum({quality})"), Events($"sum({quality})", $"count({quality})"), Events($"avg({quality} < 0.7) or vector(0)", "vector(1)") })
        {
            var (evidence, report) = await MeasureAsync(server, FieldVariant.All[index], sli);

            Assert.Contains("nothing says what they count", Assert.Single(evidence.Problems).Message, StringComparison.Ordinal);
            Assert.All(report.Budgets, b => Assert.Equal((FigureState.Invalid, null), (b.State, b.ConsumedPercent)));
        }
    }

    [Theory]
    [InlineData("sum(x_total{code=\"500\"}) / sum(x_total)", "x_total{code=\"500\"}")]
    [InlineData("1 - sum(x_seconds_bucket{le=\"1\"}) / sum(rate(x_seconds_count[{{.window}}]))", "x_seconds_bucket{le=\"1\"}")]
    [InlineData("sum({__name__=\"x_total\"}) / 5", "{__name__=\"x_total\"}")]
    [InlineData("sum by (job_total) (rate(x_total[{{.window}}]))", null)]
    [InlineData("job:x_total:rate5m", null)]
    [InlineData("count(x_total) / count(y_total)", null)]
    [InlineData("rate(sum(x_total)[{{.window}}:1m])", null)]
    [InlineData("time() - timestamp(x_total)", null)]
    [InlineData("label_replace(x, \"a_total\", \"$1\", \"b_total\", \"(.*)\") > 0", null)]
    public void Counters_are_known_by_their_names(string query, string? counter) => Assert.Equal(counter, MomentSelectors.CounterIn(query));

    private async Task AssertSamplesAreEventsAsync(MetricServer server, FieldVariant variant, params SliSpec[] indicators)
    {
        foreach (var sli in indicators)
        {
            var (evidence, report) = await MeasureAsync(server, variant, sli);

            Assert.Empty(evidence.Problems);
            var samples = (double)variant.Length / variant.Interval;
            Assert.Equal(samples, report.Incident!.Value.Total, 0.05 * samples);
            Assert.Equal(samples, report.Incident.Value.Errors, (0.05 * samples) + 1);
            var consumed = 100 * variant.Length / (0.01 * variant.WindowSeconds);
            Assert.Equal(consumed, Figure(report, BudgetingMethod.Occurrences).ConsumedPercent!.Value, 0.1 * consumed);
            Assert.Contains(report.Messages, m => m.Contains($"each sample, one every {variant.Interval} s, was counted as an event", StringComparison.Ordinal));
        }
    }
}
