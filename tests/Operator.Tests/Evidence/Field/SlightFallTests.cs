using Operator.Api;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Field;

/// <summary>Counters that fall by a hair where samples of replicas are mixed, and copies of replicas that are not.</summary>
public sealed class SlightFallTests(FieldHistories histories) : FieldMeasuring(histories)
{
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_fall_by_a_hair_in_the_incident_is_no_restart(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];

        var (_, report) = await MeasureAsync(server, variant, Counters("field_hair_total", variant));

        AssertTruth(variant, report, 0.01);
        Assert.True(report.BreachedDuringIncident == variant.Ratio > 0.01);
        Assert.Contains(report.Messages, m => m.Contains("by at most 1 %", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_fall_by_a_hair_before_the_incident_is_no_restart_either(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];

        var (evidence, report) = await MeasureAsync(server, variant, Counters("field_hair_before_total", variant));

        AssertTruth(variant, report, 0.03);
        Assert.Equal(0, evidence.Before!.BadSeconds);
        Assert.Equal(100 - (variant.Ratio * variant.Length / (0.01 * variant.WindowSeconds) * 100), Figure(report, BudgetingMethod.RatioTimeslices).RemainingPercent!.Value, 0.5);
        if (server != MetricServer.VictoriaMetrics)
        {
            Assert.Contains(report.Messages, m => m.Contains("counters fell by a hair", StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Copies_of_replicas_count_once(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];

        var (_, report) = await MeasureAsync(server, variant, Counters("field_replicated_total", variant));

        AssertTruth(variant, report, 0.01);
        Assert.Contains(report.Messages, m => m.Contains("prometheus_replica", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Counters_that_a_label_named_replica_tells_apart_all_count(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];

        var (_, report) = await MeasureAsync(server, variant, Counters("field_database_total", variant));

        Assert.Equal(1.25 * variant.Events, report.Incident!.Value.Total, variant.Events * 0.02);
        Assert.Equal(variant.Consumed, Figure(report, BudgetingMethod.Occurrences).ConsumedPercent!.Value, variant.Consumed * 0.02);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Rates_that_a_fall_spoils_contradict_their_slices_and_that_is_said(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];
        var selector = $"field_hair_total{{variant=\"{index}\"";

        var (_, report) = await MeasureAsync(server, variant, Events($"sum(rate({selector},code=\"500\"}}[{{{{.window}}}}]))", $"sum(rate({selector}}}[{{{{.window}}}}]))"));

        // VictoriaMetrics takes such a fall for none. Elsewhere the slice that holds it has as many events too much as the whole.
        if (server == MetricServer.VictoriaMetrics)
        {
            AssertTruth(variant, report, 0.06);
        }
        else
        {
            Assert.Contains(report.Messages, m => m.Contains("methods contradict each other", StringComparison.Ordinal));
        }
    }
}
