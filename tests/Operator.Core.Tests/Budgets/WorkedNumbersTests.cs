using Operator.Api;
using Operator.Core.Evidence;

namespace Operator.Core.Tests.Budgets;

public sealed class WorkedNumbersTests
{
    private const double Day = 86_400;

    [Theory]
    [InlineData(28, 29.76, 70.24)]
    [InlineData(30, 27.78, 72.22)]
    [InlineData(31, 26.88, 73.12)]
    public void Twelve_bad_minutes_by_Timeslices(int days, double consumed, double remaining)
    {
        var report = SloEvidences.Report(Uniform(12, 0.015, days * Day), 99.9, BudgetingMethod.Timeslices);

        Assert.Equal(consumed, report.Consumed(BudgetingMethod.Timeslices)!.Value, 2);
        Assert.Equal(remaining, report.Remaining(BudgetingMethod.Timeslices)!.Value, 2);
    }

    [Theory]
    [InlineData(BudgetingMethod.Occurrences)]
    [InlineData(BudgetingMethod.RatioTimeslices)]
    public void Twelve_minutes_at_98_5_percent_by_ratio(BudgetingMethod method)
    {
        var report = SloEvidences.Report(Uniform(12, 0.015, 30 * Day), 99.9, method);

        Assert.Equal(0.417, report.Consumed(method)!.Value, 3);
        Assert.Equal(99.583, report.Remaining(method)!.Value, 3);
        Assert.Equal(15, report.BurnRate!.Value, 9);
        Assert.Equal(98.5, report.SliAveragePercent!.Value, 9);
        Assert.True(report.BreachedDuringIncident);
        Assert.False(report.ObjectiveMissed);
    }

    [Fact]
    public void The_public_test_vector_of_ten_slices()
    {
        double[] good = [2, 10, 12, 13, 13, 12, 13, 13, 12, 11];
        double[] valid = [4, 10, 12, 13, 14, 15, 14, 13, 12, 11];
        var minutes = good.Zip(valid, (g, v) => (v - g, v)).ToList();

        var report = SloEvidences.Report(SloEvidences.Of(minutes, 600), 95);

        Assert.Equal(118.644, report.Consumed(BudgetingMethod.Occurrences)!.Value, 3);
        Assert.Equal(800, report.Consumed(BudgetingMethod.Timeslices)!.Value, 9);
        Assert.Equal(168.571, report.Consumed(BudgetingMethod.RatioTimeslices)!.Value, 3);
        Assert.Equal(-18.644, report.Remaining(BudgetingMethod.Occurrences)!.Value, 3);
        Assert.True(report.ObjectiveMissed);
        Assert.Equal(50, report.SliMinimumPercent);
    }

    [Fact]
    public void A_slice_exactly_at_its_target_is_good()
    {
        var report = SloEvidences.Report(Uniform(10, 0.001, 30 * Day), 99.9);

        Assert.Equal(0, report.Consumed(BudgetingMethod.Timeslices));
        Assert.Equal(0, report.SecondsBelowObjective);
        Assert.False(report.BreachedDuringIncident);
    }

    [Fact]
    public void A_target_of_its_own_decides_which_slice_is_bad_and_the_objective_how_much_that_costs()
    {
        var minutes = new[] { 0.004, 0.02, 0.004 }.Select(r => (1000 * r, 1000.0)).ToList();

        var report = SloEvidences.Report(SloEvidences.Of(minutes, 30 * Day), 99.9, BudgetingMethod.Timeslices, slice: new TimeSliceSpec { Target = 99 });

        Assert.Equal(100 * 60 / (0.001 * 30 * Day), report.Consumed(BudgetingMethod.Timeslices)!.Value, 9);
        Assert.Equal(180, report.SecondsBelowObjective);
    }

    [Fact]
    public void The_last_partial_slice_counts_its_own_length()
    {
        var evidence = Uniform(2, 0.5, 30 * Day);
        evidence = evidence with
        {
            Slices = [evidence.Slices[0], evidence.Slices[1] with { Seconds = 15 }],
            Window = evidence.Window with { End = SloEvidences.Start.AddSeconds(75) },
        };

        Assert.Equal(100 * 75 / (0.001 * 30 * Day), SloEvidences.Report(evidence, 99.9).Consumed(BudgetingMethod.Timeslices)!.Value, 9);
    }

    [Fact]
    public void What_burned_before_is_in_what_is_left_and_not_in_what_was_consumed()
    {
        var before = new BeforeIncident { Counts = new EventCounts(500, 999_000), BadSeconds = 1800, ErrorRatioSeconds = 1000, CoveredSeconds = (30 * Day) - 60 };
        var report = SloEvidences.Report(SloEvidences.Of([(100, 1000)], 30 * Day, before), 99.9, sla: 99.95);

        Assert.Equal(10, report.Consumed(BudgetingMethod.Occurrences)!.Value, 9);
        Assert.Equal(40, report.Remaining(BudgetingMethod.Occurrences)!.Value, 9);
        Assert.Equal(100 - (100 * 1860 / 2592.0), report.Remaining(BudgetingMethod.Timeslices)!.Value, 9);
        Assert.Equal(100 - (100 * 1006 / 2592.0), report.Remaining(BudgetingMethod.RatioTimeslices)!.Value, 9);
        Assert.Equal(99.94, report.SliWindowPercent!.Value, 9);
        Assert.True(report.SlaBreached);
        Assert.False(report.ObjectiveMissed);
    }

    [Fact]
    public void Without_an_sla_nothing_is_said_about_one() => Assert.Null(SloEvidences.Report(Uniform(1, 1, Day), 99.9).SlaBreached);

    [Fact]
    public void A_budget_spent_to_the_last_event_is_not_missed()
    {
        var report = SloEvidences.Report(SloEvidences.Of([(1, 1000)], 60), 99.9);

        Assert.Equal(100, report.Consumed(BudgetingMethod.Occurrences)!.Value, 9);
        Assert.False(report.ObjectiveMissed);
    }

    [Fact]
    public void An_incident_longer_than_its_window_spends_only_what_lies_in_it()
    {
        var evidence = Uniform(10, 0.1, 300);

        var report = SloEvidences.Report(evidence, 99);

        Assert.Equal(1000, report.Consumed(BudgetingMethod.Occurrences)!.Value, 6);
        Assert.Equal(10_000, report.Consumed(BudgetingMethod.Timeslices)!.Value, 6);
        Assert.Equal(600, report.SecondsBelowObjective);
        Assert.Contains(report.Messages, m => m.Contains("began before the budget's window", StringComparison.Ordinal));
    }

    private static SloEvidence Uniform(int minutes, double errorRatio, double windowSeconds) =>
        SloEvidences.Of([.. Enumerable.Repeat((7500 * errorRatio, 7500.0), minutes)], windowSeconds, SloEvidences.Quiet(windowSeconds - (60 * minutes), 125));
}
