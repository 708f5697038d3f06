using Operator.Api;
using Operator.Evidence.Sums;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Field;

/// <summary>Queries that count events instead of giving rates: tools that need only the quotient take either.</summary>
public sealed class CountQueryTests(FieldHistories histories) : FieldMeasuring(histories)
{
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Counts_and_rates_give_the_same_figures(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];
        var (_, rates) = await MeasureAsync(server, variant, Query("sum(rate({0}[{{{{.window}}}}]))", variant));
        var (evidence, counts) = await MeasureAsync(server, variant, Query("sum(increase({0}[{{{{.window}}}}]))", variant));

        Assert.Empty(evidence.Problems);
        Assert.Contains(evidence.Notes, n => n.Contains("count events", StringComparison.Ordinal));
        AssertTruth(variant, counts, 0.06);
        Assert.Equal(rates.Incident!.Value.Total, counts.Incident!.Value.Total, variant.Events * 0.001);
        foreach (var method in Enum.GetValues<BudgetingMethod>())
        {
            Assert.Equal(Figure(rates, method).ConsumedPercent!.Value, Figure(counts, method).ConsumedPercent!.Value, variant.Consumed * 0.001);
            Assert.Equal(Figure(rates, method).RemainingPercent!.Value, Figure(counts, method).RemainingPercent!.Value, 0.01);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Minutes_that_a_gauge_was_low_are_counts(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];
        var gauge = $"field_quality{{variant=\"{index}\"}}";

        // VictoriaMetrics looks each five minutes where the query does not say how often.
        var step = server == MetricServer.VictoriaMetrics ? "1m" : "";

        var (evidence, report) = await MeasureAsync(
            server,
            variant,
            Events($"sum_over_time((count({gauge} < 0.75))[{{{{.window}}}}:{step}]) OR on() vector(0)", $"sum_over_time((count({gauge}))[{{{{.window}}}}:{step}])"));

        // A point each minute, on whose edges the range has one more or less.
        Assert.Empty(evidence.Problems);
        var consumed = 100 * variant.Length / (0.01 * variant.WindowSeconds);
        Assert.Equal(consumed, Figure(report, BudgetingMethod.Occurrences).ConsumedPercent!.Value, (consumed * 0.02) + (100 * 60 / (0.01 * variant.WindowSeconds)));
        Assert.Equal(variant.Length / 60.0, report.Incident!.Value.Errors, 1.5);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Samples_of_a_probe_are_counts(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];
        var probe = $"field_probe{{variant=\"{index}\"}}[{{{{.window}}}}]";

        var (evidence, report) = await MeasureAsync(server, variant, Events($"sum(count_over_time({probe}) - sum_over_time({probe}))", $"sum(count_over_time({probe}))"));

        Assert.Empty(evidence.Problems);
        var consumed = 100 * variant.Length / (0.01 * variant.WindowSeconds);
        Assert.Equal(consumed, Figure(report, BudgetingMethod.Occurrences).ConsumedPercent!.Value, consumed * 0.03);
        Assert.Equal((double)variant.Length / variant.Interval, report.Incident!.Value.Errors, 2.5);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Recorded_counts_that_are_averaged_are_counts_of_their_own_range(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];
        string Recorded(string name) => $"field_{name}:increase{variant.Range / 60}m{{variant=\"{index}\"}}";
        foreach (var sli in new[]
        {
            Events($"sum(avg_over_time({Recorded("failed")}[{{{{.window}}}}]))", $"sum(avg_over_time({Recorded("all")}[{{{{.window}}}}]))"),
            Events($"sum({Recorded("failed")})", $"sum({Recorded("all")})"),
            Events($"sum(avg_over_time({Recorded("failed")}[{{{{.window}}}}])) / {variant.Range}", $"sum(avg_over_time({Recorded("all")}[{{{{.window}}}}])) / {variant.Range}"),
        })
        {
            var (evidence, report) = await MeasureAsync(server, variant, sli);

            // A quarter of the range is missing close to the ends.
            Assert.Empty(evidence.Problems);
            Assert.Equal(variant.Events, report.Incident!.Value.Total, variant.Events * 0.02);
            Assert.InRange(report.Incident.Value.Errors, variant.Failures * 0.84, variant.Failures * 1.01);
            var figure = Figure(report, BudgetingMethod.Occurrences);
            Assert.InRange(figure.ConsumedPercent!.Value, variant.Consumed * 0.84, variant.Consumed * 1.02);
            Assert.Equal(100 - variant.Consumed, figure.RemainingPercent!.Value, variant.Consumed * 0.16);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Events_that_queries_multiply_are_told(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];

        var (evidence, report) = await MeasureAsync(server, variant, Query("sum(rate({0}[{{{{.window}}}}])) * 60", variant));

        Assert.Empty(evidence.Problems);
        Assert.Contains(evidence.Notes, n => n.Contains("multiply what was counted by 60", StringComparison.Ordinal));
        Assert.Equal(60 * variant.Events, report.Incident!.Value.Total, 60 * variant.Events * 0.06);
        Assert.Equal(variant.Consumed, Figure(report, BudgetingMethod.Occurrences).ConsumedPercent!.Value, variant.Consumed * 0.06);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_factor_of_one_query_alone_changes_shares_and_is_not_told_as_harmless(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];
        var plain = Query("sum(rate({0}[{{{{.window}}}}]))", variant).Events!;

        var (evidence, _) = await MeasureAsync(server, variant, Events(plain.ErrorQuery, plain.TotalQuery + " * 2"));

        Assert.DoesNotContain(evidence.Notes, n => n.Contains("multiply", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Errors_and_total_of_different_units_are_refused(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];
        var selector = $"field_requests_total{{variant=\"{index}\"}}[{{{{.window}}}}]";

        var (evidence, report) = await MeasureAsync(server, variant, Events($"sum(increase({selector})) / 100", $"sum(rate({selector}))"));

        var problem = Assert.Single(evidence.Problems);
        Assert.Equal(Reasons.QueryResultInvalid, problem.Reason);
        Assert.Contains("write both as rates", problem.Message, StringComparison.Ordinal);
        Assert.All(report.Budgets, b => Assert.Equal((FigureState.Invalid, null), (b.State, b.ConsumedPercent)));
    }

    [Theory]
    [InlineData("sum(rate(x[{{.window}}]))", QueryUnit.Rate)]
    [InlineData("sum(irate(x[{{ .window }}])) or vector(0)", QueryUnit.Rate)]
    [InlineData("sum(increase(x[{{.window}}]))", null)]
    [InlineData("sum(sum_over_time(x[{{.window}}]))", null)]
    [InlineData("count(x[{{.window}}])", null)]
    public void A_text_is_taken_on_its_word_only_for_rates(string query, object? unit) => Assert.Equal((QueryUnit?)unit, QueryUnits.ByText(query));

    private static SliSpec Query(string format, FieldVariant variant)
    {
        var text = format.Replace("{{{{", "{{", StringComparison.Ordinal).Replace("}}}}", "}}", StringComparison.Ordinal);
        var selector = $"field_requests_total{{variant=\"{variant.Index}\"";
        return Events(text.Replace("{0}", $"{selector},code=\"500\"}}", StringComparison.Ordinal), text.Replace("{0}", $"{selector}}}", StringComparison.Ordinal));
    }
}
