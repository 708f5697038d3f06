using Operator.Api;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Field;

/// <summary>Gaps inside the incident: bridged where the counters went on, unknown where they began again.</summary>
public sealed class OutageGapTests(FieldHistories histories) : FieldMeasuring(histories)
{
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_total_outage_after_which_counters_begin_again_has_no_figure_and_names_the_gap(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];

        var (_, report) = await MeasureAsync(server, variant, Counters("field_down_total", variant), earlier: 300, later: 300);

        Assert.All(report.Budgets, b => Assert.Equal((FigureState.NotApplicable, null), (b.State, b.ConsumedPercent)));
        Assert.Null(report.SliAveragePercent);
        Assert.Null(report.Incident);
        Assert.Contains(report.Messages, m => m.Contains(Gap(variant), StringComparison.Ordinal) && m.Contains("up", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_gap_after_which_counters_go_on_is_counted(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];

        var (_, report) = await MeasureAsync(server, variant, Counters("field_unseen_total", variant), earlier: 300, later: 300);

        var events = variant.Events + (600 * variant.PerSecond);
        Assert.Equal(events, report.Incident!.Value.Total, events * 0.01);
        Assert.Equal(variant.Failures, report.Incident.Value.Errors, variant.Failures * 0.01);
        Assert.Equal(variant.Consumed, Figure(report, BudgetingMethod.Occurrences).ConsumedPercent!.Value, variant.Consumed * 0.02);
        Assert.Contains(report.Messages, m => m.Contains("they went on after it", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_gap_over_the_end_has_no_figure_and_nothing_is_said_to_be_in_it(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];

        var (_, report) = await MeasureAsync(server, variant, Counters("field_unseen_total", variant), earlier: 300, later: -90);

        Assert.All(report.Budgets, b => Assert.Null(b.ConsumedPercent));
        Assert.Contains(report.Messages, m => m.Contains("they went on after it", StringComparison.Ordinal));
        Assert.DoesNotContain(report.Messages, m => m.Contains("in the figures", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Half_of_the_traffic_that_begins_again_is_too_much(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];

        var (_, report) = await MeasureAsync(server, variant, Counters("field_half_total", variant), earlier: 300, later: 300);

        Assert.All(report.Budgets, b => Assert.Null(b.ConsumedPercent));
        Assert.Contains(report.Messages, m => m.Contains(Gap(variant), StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task One_of_twenty_that_begins_again_leaves_the_count_right(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];

        var (_, report) = await MeasureAsync(server, variant, Counters("field_few_total", variant), earlier: 300, later: 300);

        var events = variant.Events + (600 * variant.PerSecond);
        Assert.InRange(report.Incident!.Value.Total, events * 0.94, events);
        Assert.InRange(report.Incident.Value.Errors, variant.Failures * 0.94, variant.Failures * 1.01);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_gap_of_less_than_a_tenth_leaves_the_figure_and_says_so(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];

        var (_, report) = await MeasureAsync(server, variant, Counters("field_down_total", variant), earlier: variant.Length * 12, later: 300);

        Assert.Equal(FigureState.Recorded, Figure(report, BudgetingMethod.Occurrences).State);
        Assert.Contains(report.Messages, m => m.Contains(Gap(variant), StringComparison.Ordinal));
    }

    private static string Gap(FieldVariant variant) =>
        $"no counter has a sample from {variant.Start.AddSeconds(-variant.Interval):yyyy-MM-dd'T'HH:mm:ss}.000Z to {variant.End:yyyy-MM-dd'T'HH:mm:ss}.000Z";
}
