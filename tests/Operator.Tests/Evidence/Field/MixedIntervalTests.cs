using Operator.Api;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Field;

/// <summary>Series of one selector that are not all scraped equally often, or not always were.</summary>
public sealed class MixedIntervalTests(FieldHistories histories) : FieldMeasuring(histories)
{
    public static TheoryData<MetricServer, int> Mixed => [.. Enum.GetValues<MetricServer>().SelectMany(s => MixedIntervals.All.Select(m => (s, m.Index)))];

    [Theory]
    [MemberData(nameof(Mixed))]
    public async Task What_is_scraped_less_often_counts_and_is_no_gap(MetricServer server, int index)
    {
        var mixed = MixedIntervals.All[index];
        var (errors, total) = ($"{MixedIntervals.Metric}{{mixed=\"{index}\",code=\"500\"}}", $"{MixedIntervals.Metric}{{mixed=\"{index}\"}}");
        foreach (var sli in new[] { Ratio(errors, total), Events(Largest(errors), Largest(total)), Events($"sum(rate({errors}[{{{{.window}}}}]))", $"sum(rate({total}[{{{{.window}}}}]))"), Raw($"clamp_max(sum(rate({errors}[{{{{.window}}}}])) / sum(rate({total}[{{{{.window}}}}])), 1)") })
        {
            var (evidence, report) = await MeasureAsync(server, mixed.Start, mixed.End, new SloSpec { Name = "mixed", Objective = 99, Window = "1d", Sli = sli });

            var problems = evidence.Problems.Where(p => !p.Message.Contains("too far for slices", StringComparison.Ordinal));
            Assert.True(!problems.Any(), string.Join("; ", evidence.Problems.Select(p => p.Message)));
            Assert.DoesNotContain(report.Messages, m => m.Contains("has a sample", StringComparison.Ordinal) || m.Contains("has no data", StringComparison.Ordinal));
            foreach (var method in new[] { report.Method, BudgetingMethod.RatioTimeslices }.Where(m => m == report.Method || Figure(report, m).ConsumedPercent is not null))
            {
                var figure = Figure(report, method);
                var what = $"{method} of {sli}: {figure.ConsumedPercent} of {mixed.Consumed}, {figure.RemainingPercent} left of {100 - mixed.ConsumedInAll}. {figure.Message}";
                Assert.True(Math.Abs(mixed.Consumed - figure.ConsumedPercent!.Value) <= 0.06 * mixed.Consumed, what);
                Assert.True(Math.Abs(100 - mixed.ConsumedInAll - figure.RemainingPercent!.Value) <= 0.06 * mixed.ConsumedInAll, what);
            }

            if (sli.Raw is null)
            {
                Assert.Equal(mixed.Events, report.Incident!.Value.Total, 0.05 * mixed.Events);
                Assert.Equal(mixed.Failures, report.Incident.Value.Errors, 0.05 * mixed.Failures);
            }
        }
    }

    // Nobody can take this apart: it is asked of the server.
    private static string Largest(string selector) => $"sum(max by (pod, code) (rate({selector}[{{{{.window}}}}])))";
}
