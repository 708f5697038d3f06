using Operator.Api;
using Operator.Evidence.Sums;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Field;

/// <summary>Error queries that match nothing: zero where a series is born with the first error, unknown elsewhere.</summary>
public sealed class EmptyErrorTests(FieldHistories histories) : FieldMeasuring(histories)
{
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_difference_without_one_operand_is_no_zero(MetricServer server, int index)
    {
        var (evidence, report) = await MeasureAsync(server, FieldVariant.All[index], Latency(index, "1"));

        var problem = Assert.Single(evidence.Problems);
        Assert.Equal(Reasons.NoData, problem.Reason);
        Assert.Contains("le=\"1.0\"", problem.Message, StringComparison.Ordinal);
        Assert.Null(report.SliAveragePercent);
        Assert.All(report.Budgets, b => Assert.Equal((FigureState.NotApplicable, null), (b.State, b.ConsumedPercent)));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_same_difference_with_both_operands_is_right(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];

        var (evidence, report) = await MeasureAsync(server, variant, Latency(index, "1.0"));

        Assert.Empty(evidence.Problems);
        AssertTruth(variant, report, 0.06);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_selector_that_matched_nothing_in_the_whole_window_is_zero_with_a_notice(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];
        var (errors, total) = ($"field_requests_total{{variant=\"{index}\",cod=\"500\"}}", $"field_requests_total{{variant=\"{index}\"}}");
        SliSpec[] plain =
        [
            Ratio(errors, total),
            Events($"sum(rate({errors}[{{{{.window}}}}]))", $"sum(rate({total}[{{{{.window}}}}]))"),
            Events($"sum(rate({errors}[{{{{.window}}}}])) or vector(0)", $"sum(rate({total}[{{{{.window}}}}]))"),
        ];
        foreach (var sli in plain)
        {
            var (evidence, report) = await MeasureAsync(server, variant, sli);

            Assert.Empty(evidence.Problems);
            Assert.Equal(0, Figure(report, BudgetingMethod.Occurrences).ConsumedPercent);
            Assert.Contains($"Errors matched no series in {variant.Days}d: check the labels. If they are right, nothing failed.", report.Messages);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Zero_that_a_query_writes_for_what_matched_nothing_is_told_with_its_selector(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];
        var (errors, total) = ($"sum(rate(field_requests_total{{variant=\"{index}\",cod=\"500\"}}[{{{{.window}}}}]))", $"sum(rate(field_requests_total{{variant=\"{index}\"}}[{{{{.window}}}}]))");
        foreach (var sli in new[] { Events($"{errors} or 0 * {total}", total), Events($"{errors} or {total} * 0", total), Raw($"({errors} or 0 * {total}) / {total}") })
        {
            var (evidence, report) = await MeasureAsync(server, variant, sli);

            Assert.Empty(evidence.Problems);
            Assert.Equal(0, Figure(report, report.Method).ConsumedPercent);
            Assert.Contains(report.Messages, m => m.Contains($"Errors matched no series in {variant.Days}d (field_requests_total{{variant=\"{index}\",cod=\"500\"}})", StringComparison.Ordinal));
        }
    }

    /// <summary>Not each kind of good events occurs, and an outage may be complete.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task What_never_occurred_beside_other_good_events_makes_no_outage_a_mistake(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];
        string Rate(string metric, string matcher = "") => $"sum(rate({metric}{{variant=\"{index}\"{matcher}}}[{{{{.window}}}}]))";
        string Good(string metric) => $"({Rate(metric, ",code=\"200\"")} or vector(0))";
        const string Outage = "field_outage_total";
        const string Batch = "field_batch_total";
        foreach (var sli in new[]
        {
            Events($"{Rate(Outage)} - {Good(Outage)} - ({Rate(Outage, ",code=\"304\"")} or vector(0))", Rate(Outage)),
            Events($"{Rate(Batch)} - {Good(Batch)}", Rate(Batch)),
        })
        {
            var (evidence, report) = await MeasureAsync(server, variant, sli);

            Assert.Empty(evidence.Problems);
            Assert.Equal(variant.Events, report.Incident!.Value.Errors, variant.Events * 0.02);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Nothing_that_is_subtracted_makes_no_errors_of_all_events(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];
        var (good, total) = ($"(sum(rate(field_requests_total{{variant=\"{index}\",cod=\"200\"}}[{{{{.window}}}}])) or vector(0))", $"sum(rate(field_requests_total{{variant=\"{index}\"}}[{{{{.window}}}}]))");
        foreach (var sli in new[] { Events($"{total} - {good}", total), Raw($"1 - {good} / {total}") })
        {
            var (evidence, report) = await MeasureAsync(server, variant, sli);

            var problem = Assert.Single(evidence.Problems);
            Assert.Equal(Reasons.NoData, problem.Reason);
            Assert.Contains($"cod=\"200\"}} matched no series in {variant.Days}d", problem.Message, StringComparison.Ordinal);
            Assert.All(report.Budgets, b => Assert.Null(b.ConsumedPercent));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Errors_that_are_there_have_no_notice(MetricServer server, int index)
    {
        var (_, report) = await MeasureAsync(server, FieldVariant.All[index], Counters("field_requests_total", FieldVariant.All[index]));

        Assert.DoesNotContain(report.Messages, m => m.Contains("matched no series", StringComparison.Ordinal));
        AssertTruth(FieldVariant.All[index], report, 0.01);
    }

    [Theory]
    [MemberData(nameof(PodLifeTests.Lives), MemberType = typeof(PodLifeTests))]
    public async Task Errors_that_were_there_for_an_hour_between_two_looks_have_no_notice(MetricServer server, int index)
    {
        var lives = PodLives.All[index];
        var (errors, total) = ($"{PodLives.Stays}{{life=\"{index}\",code=\"500\"}}", $"{PodLives.Stays}{{life=\"{index}\"}}");
        SliSpec[] indicators =
        [
            Ratio(errors, total),
            Events($"max(sum(rate({errors}[{{{{.window}}}}]))) or vector(0)", $"max(sum(rate({total}[{{{{.window}}}}])))"),
            Raw($"(sum(rate({errors}[{{{{.window}}}}])) or vector(0)) / sum(rate({total}[{{{{.window}}}}]))"),
        ];
        foreach (var sli in indicators)
        {
            var slo = new SloSpec { Name = "availability", Objective = 99, Window = $"{lives.Days}d", Sli = sli };
            var (_, report) = await MeasureAsync(server, lives.Start, lives.End, slo);

            Assert.DoesNotContain(report.Messages, m => m.Contains("matched no series", StringComparison.Ordinal));
            Assert.Equal(lives.ConsumedEarly, 100 - report.Budget!.RemainingPercent!.Value, 0.1 * lives.ConsumedEarly);
        }
    }

    [Theory]
    [InlineData("sum(rate(x_total{code=~\"5..\"}[{{.window}}]))", true)]
    [InlineData("sum by (job, code) (increase({__name__=\"x\", path=~\"/a-b/.*\"}[{{ .window }}])) # all - of them", true)]
    [InlineData("job:errors:rate5m{job=\"a\"}", true)]
    [InlineData("sum(x) without (pod)", true)]
    [InlineData("sum(rate(a[{{.window}}])) - sum(rate(b[{{.window}}]))", false)]
    [InlineData("sum(rate(a[{{.window}}])) or sum(rate(b[{{.window}}]))", false)]
    [InlineData("count(x > 1)", false)]
    [InlineData("absent(x)", false)]
    [InlineData("sum_over_time((count(x < 0.75))[{{.window}}:])", false)]
    [InlineData("1 - avg(up)", false)]
    public void Only_one_selector_by_itself_is_plain(string query, bool isPlain) => Assert.Equal(isPlain, QueryShape.IsPlainSelector(query));

    private static SliSpec Latency(int index, string le)
    {
        var count = $"sum(rate(field_latency_seconds_count{{variant=\"{index}\"}}[{{{{.window}}}}]))";
        return Events($"{count} - sum(rate(field_latency_seconds_bucket{{variant=\"{index}\",le=\"{le}\"}}[{{{{.window}}}}]))", count);
    }
}
