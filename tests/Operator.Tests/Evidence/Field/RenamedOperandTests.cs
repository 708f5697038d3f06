using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Field;

/// <summary>One operand of a difference gets other series inside the window.</summary>
public sealed class RenamedOperandTests(FieldHistories histories) : FieldMeasuring(histories)
{
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Series_that_end_and_begin_elsewhere_are_told(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];

        var (_, report) = await MeasureAsync(server, variant, Renamed(index, "=~\"1([.]0)?\""));

        Assert.Equal(variant.Failures, report.Incident!.Value.Errors, variant.Failures * 0.06);
        Assert.Contains(report.Messages, m => m.Contains("ended in the window and others began", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task What_an_operand_lacks_in_a_part_of_the_window_is_no_error(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];

        var (evidence, report) = await MeasureAsync(server, variant, Renamed(index, "=\"1.0\""));

        Assert.Equal(variant.Failures, report.Incident!.Value.Errors, variant.Failures * 0.06);
        Assert.Contains(report.Messages, m => m.Contains("has no series in the window, or in a part of it", StringComparison.Ordinal));

        // Two hours are known, and nothing failed in them but for the step in which the series began.
        var events = FieldIndicators.Renamed * variant.PerSecond;
        Assert.InRange(evidence.Before!.Counts!.Value.Total, events * 0.85, events * 1.01);
        Assert.InRange(evidence.Before.Counts.Value.Errors, 0, 300 * variant.PerSecond);
    }

    /// <summary>A label was added, or one is written in another way: the processes went on counting.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Counters_that_go_on_under_other_labels_in_the_incident_are_the_same(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];
        var (selector, count) = ($"field_relabelled_total{{variant=\"{index}\"", $"sum(rate(field_upgraded_count{{variant=\"{index}\"}}[{{{{.window}}}}]))");

        foreach (var sli in new[]
        {
            Ratio($"{selector},code=\"500\"}}", selector + "}"),
            Events($"sum(rate({selector},code=\"500\"}}[{{{{.window}}}}]))", $"sum(rate({selector}}}[{{{{.window}}}}]))"),
            Events($"{count} - sum(rate(field_upgraded_bucket{{variant=\"{index}\",le=~\"1|1.0\"}}[{{{{.window}}}}]))", count),
        })
        {
            var (_, report) = await MeasureAsync(server, variant, sli);

            Assert.Equal(variant.Events, report.Incident!.Value.Total, variant.Events * 0.02);
            Assert.Equal(variant.Failures, report.Incident!.Value.Errors, variant.Failures * 0.02);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Operands_that_go_on_have_no_note(MetricServer server, int index)
    {
        var count = $"sum(rate(field_latency_seconds_count{{variant=\"{index}\"}}[{{{{.window}}}}]))";

        var (_, report) = await MeasureAsync(server, FieldVariant.All[index], Events($"{count} - sum(rate(field_latency_seconds_bucket{{variant=\"{index}\",le=\"1.0\"}}[{{{{.window}}}}]))", count));

        Assert.DoesNotContain(report.Messages, m => m.Contains("operand", StringComparison.Ordinal));
    }

    private static Api.SliSpec Renamed(int index, string le)
    {
        var count = $"sum(rate(field_renamed_count{{variant=\"{index}\"}}[{{{{.window}}}}]))";
        return Events($"{count} - sum(rate(field_renamed_bucket{{variant=\"{index}\",le{le}}}[{{{{.window}}}}]))", count);
    }
}
