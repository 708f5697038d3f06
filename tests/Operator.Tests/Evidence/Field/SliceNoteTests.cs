using Operator.Api;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Field;

/// <summary>Where the time of bad slices may be wrong by more than a slice, the document says so.</summary>
public sealed class SliceNoteTests(FieldHistories histories) : FieldMeasuring(histories)
{
    private const string Single = "one or two failed ones make it bad";
    private const string Longer = "may be up to";

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Slices_of_which_single_errors_decide_are_told_where_slices_count(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];
        var sli = Events(Largest($"{{variant=\"{index}\",code=\"500\"}}"), Largest($"{{variant=\"{index}\"}}"));
        var target = 100 - (100 / (variant.PerSecond * 60));

        foreach (var (method, objective, isTold) in new[] { (BudgetingMethod.Timeslices, target, variant.Interval * 5 > 60), (BudgetingMethod.Timeslices, 90.0, false), (BudgetingMethod.Occurrences, target, false) })
        {
            var (_, report) = await MeasureAsync(server, variant, sli, change: s => s with { Objective = objective, BudgetingMethod = method });

            Assert.Equal(isTold && variant.PerSecond * 60 * (100 - objective) / 100 < 2, report.Messages.Any(m => m.Contains(Single, StringComparison.Ordinal)));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Slices_of_a_recorded_ratio_may_be_bad_for_longer_and_that_is_told_where_slices_count(MetricServer server, int index)
    {
        var variant = FieldVariant.All[index];
        var sli = Raw($"field_requests:ratio_rate{{variant=\"{index}\",sloth_window=\"{variant.Range / 60}m\"}}");

        foreach (var method in new[] { BudgetingMethod.Timeslices, BudgetingMethod.RatioTimeslices })
        {
            var (_, report) = await MeasureAsync(server, variant, sli, change: s => s with { BudgetingMethod = method });

            Assert.Equal(method == BudgetingMethod.Timeslices, report.Messages.Any(m => m.Contains(Longer, StringComparison.Ordinal)));
        }
    }

    // Nobody can take this apart: it is asked of the server.
    private static string Largest(string labels) => $"max(sum(rate(field_requests_total{labels}[{{{{.window}}}}])))";
}
