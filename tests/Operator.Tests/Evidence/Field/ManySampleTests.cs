using Operator.Api;
using Operator.Core.Reports;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Field;

/// <summary>Incidents with more raw samples than may be read at once: sums of the server stand for them, and must not be more wrong for that.</summary>
public sealed class ManySampleTests(FieldHistories histories) : FieldMeasuring(histories)
{
    public static TheoryData<MetricServer, int> Incidents => [.. Enum.GetValues<MetricServer>().SelectMany(s => ManySamples.All.Select(o => (s, o.Index)))];

    [Theory]
    [MemberData(nameof(Incidents))]
    public async Task A_fall_by_a_hair_is_no_restart(MetricServer server, int index)
    {
        var many = ManySamples.All[index];
        foreach (var sli in Indicators(ManySamples.Hair, index))
        {
            var report = await MeasureAsync(server, many, sli);

            AssertTruth(many, report);
            if (server != MetricServer.VictoriaMetrics)
            {
                Assert.Contains(report.Messages, m => m.Contains("In the incident, counters fell by a hair", StringComparison.Ordinal));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Incidents))]
    public async Task A_gap_that_counters_bridge_is_counted_and_called_no_restart(MetricServer server, int index)
    {
        var many = ManySamples.All[index];
        foreach (var sli in Indicators(ManySamples.GoesOn, index))
        {
            var report = await MeasureAsync(server, many, sli);

            AssertTruth(many, report);
            Assert.Contains(report.Messages, m => m.Contains("they went on after it", StringComparison.Ordinal));
            Assert.DoesNotContain(report.Messages.Concat(report.Budgets.Select(b => b.Message)), m => m?.Contains("began again", StringComparison.Ordinal) == true);
        }
    }

    [Theory]
    [MemberData(nameof(Incidents))]
    public async Task A_gap_after_which_counters_began_again_has_no_figure(MetricServer server, int index)
    {
        var many = ManySamples.All[index];
        foreach (var sli in Indicators(ManySamples.BeginsAgain, index))
        {
            var report = await MeasureAsync(server, many, sli);

            Assert.All(report.Budgets, b => Assert.Equal((FigureState.NotApplicable, null), (b.State, b.ConsumedPercent)));
            Assert.All(report.Budgets, b => Assert.Contains($"{many.LastBefore:yyyy-MM-dd'T'HH:mm:ss}", b.Message, StringComparison.Ordinal));
            Assert.All(report.Budgets, b => Assert.Contains("they began again after it", b.Message, StringComparison.Ordinal));
        }
    }

    private static void AssertTruth(ManySamples many, SloReport report)
    {
        Assert.Equal(many.Events, report.Incident!.Value.Total, 0.05 * many.Events);
        Assert.Equal(many.Failures, report.Incident.Value.Errors, 0.05 * many.Failures);
        var figure = Figure(report, BudgetingMethod.Occurrences);
        Assert.Equal(many.Consumed, figure.ConsumedPercent!.Value, 0.05 * many.Consumed);
        Assert.Equal(many.Consumed, 100 - figure.RemainingPercent!.Value, 0.05 * many.Consumed);
    }

    private static IEnumerable<SliSpec> Indicators(string metric, int index)
    {
        var (errors, total) = ($"{metric}{{many=\"{index}\",code=\"500\"}}", $"{metric}{{many=\"{index}\"}}");
        yield return Ratio(errors, total);
        yield return Events($"sum(rate({errors}[{{{{.window}}}}]))", $"sum(rate({total}[{{{{.window}}}}]))");
    }

    private async Task<SloReport> MeasureAsync(MetricServer server, ManySamples many, SliSpec sli)
    {
        var slo = new SloSpec { Name = "availability", Objective = 99, Window = "1d", Sli = sli };
        var (_, report) = await MeasureAsync(server, many.Start, many.End, slo, options => options.MaxSamples = ManySamples.Most);
        Assert.Contains(report.Messages, m => m.Contains("increase() was used", StringComparison.Ordinal));
        return report;
    }
}
