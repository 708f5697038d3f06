using System.Globalization;
using System.Text.RegularExpressions;
using Operator.Api;
using Operator.Core.Reports;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence.Field;

/// <summary>Errors that come and go within an incident: by slices, a note says how much may be too much, and the truth lies within that.</summary>
public sealed partial class BurstTests(FieldHistories histories) : FieldMeasuring(histories)
{
    public static TheoryData<MetricServer, int> Incidents => [.. Enum.GetValues<MetricServer>().SelectMany(s => Bursts.All.Select(o => (s, o.Index)))];

    [Theory]
    [MemberData(nameof(Incidents))]
    public async Task What_may_be_too_much_is_told(MetricServer server, int index)
    {
        var bursts = Bursts.All[index];
        var (errors, total) = ($"{Bursts.Metric}{{bursts=\"{index}\",code=\"500\"}}", $"{Bursts.Metric}{{bursts=\"{index}\"}}");
        foreach (var sli in new[] { Ratio(errors, total), Events($"sum(rate({errors}[{{{{.window}}}}]))", $"sum(rate({total}[{{{{.window}}}}]))") })
        {
            var slo = new SloSpec
            {
                Name = "availability",
                Objective = 99.9,
                Window = "1d",
                BudgetingMethod = BudgetingMethod.Timeslices,
                TimeSlice = new TimeSliceSpec { Window = $"{bursts.Slice}s" },
                Sli = sli,
            };

            var (_, report) = await MeasureAsync(server, bursts.Start, bursts.End, slo);

            var truth = 100 * bursts.BadSeconds() / (0.001 * Bursts.WindowSeconds);
            var figure = Figure(report, BudgetingMethod.Timeslices);
            var slices = MayBeGood(report);
            var (most, least) = (figure.ConsumedPercent!.Value, figure.ConsumedPercent.Value - (100 * slices * bursts.Slice / (0.001 * Bursts.WindowSeconds)));
            Assert.True(least <= truth * 1.001 && truth <= most * 1.001, $"{least} to {most}, and {truth} is true");
            Assert.True(least >= 0.45 * truth, $"at least {least}, and {truth} is true");
        }
    }

    /// <summary>Slices are bad above a target of their own, and below the objective long before that.</summary>
    [Theory]
    [MemberData(nameof(Incidents))]
    public async Task What_may_be_too_much_below_the_objective_is_told_beside_a_lower_target_of_slices(MetricServer server, int index)
    {
        var bursts = Bursts.All[index];
        var slo = new SloSpec
        {
            Name = "availability",
            Objective = 99.9,
            Window = "1d",
            BudgetingMethod = BudgetingMethod.Timeslices,
            TimeSlice = new TimeSliceSpec { Window = $"{bursts.Slice}s", Target = 1 },
            Sli = Ratio($"{Bursts.Metric}{{bursts=\"{index}\",code=\"500\"}}", $"{Bursts.Metric}{{bursts=\"{index}\"}}"),
        };

        var (_, report) = await MeasureAsync(server, bursts.Start, bursts.End, slo);

        var (truth, most) = (bursts.BadSeconds(), report.SecondsBelowObjective!.Value);
        Assert.InRange(truth, most - (MayBeGood(report) * bursts.Slice) - 0.001, most + 0.001);
    }

    private static int MayBeGood(SloReport report) =>
        report.Messages.SingleOrDefault(m => m.Contains("may be good", StringComparison.Ordinal)) is { } note ? int.Parse(Slices().Match(note).Groups["slices"].Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex("(?<slices>[0-9]+) slices?", RegexOptions.ExplicitCapture)]
    private static partial Regex Slices();
}
