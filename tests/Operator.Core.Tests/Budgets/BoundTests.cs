using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.Reports;
using Operator.Core.Statuses;

namespace Operator.Core.Tests.Budgets;

/// <summary>Figures of a window whose slices are known between bounds alone.</summary>
public sealed class BoundTests
{
    private const double Window = 30 * 86_400;

    [Fact]
    public void Steps_before_the_incident_that_are_coarser_than_slices_give_bounds_and_a_resolution()
    {
        // 720 bad seconds in the incident; the budget at 99.9 % is 2592 s.
        var report = Report(least: 2400, most: 5700);

        var figure = report.Figure(BudgetingMethod.Timeslices);
        Assert.Equal(100 * 720 / 2592d, figure.ConsumedPercent!.Value, 1e-9);
        Assert.Null(figure.LeastConsumedPercent);
        Assert.Equal(100 * (1 - ((5700 + 720) / 2592d)), figure.RemainingPercent!.Value, 1e-9);
        Assert.Equal(100 * (1 - ((2400 + 720) / 2592d)), figure.MostRemainingPercent!.Value, 1e-9);
        Assert.Contains("before the incident, slices were summed up in steps of 20m: between 40m and 1h 35m were bad", report.Messages);
        var status = SloProjection.Project(report);
        Assert.Equal("20m before the incident", status.Resolution);
        Assert.True(status.BudgetRemainingPercent < status.BudgetRemainingAtMostPercent);
    }

    [Theory]
    [InlineData(2400, 5700, true)]
    [InlineData(0, 600, false)]
    [InlineData(600, 5700, null)]
    public void What_was_missed_is_told_only_where_both_bounds_agree(double least, double most, bool? missed) =>
        Assert.Equal(missed, Report(least, most).ObjectiveMissed);

    [Fact]
    public void Exact_figures_have_no_resolution()
    {
        var status = SloProjection.Project(Report(600, null));

        Assert.Null(status.Resolution);
        Assert.Null(status.BudgetRemainingAtMostPercent);
    }

    private static SloReport Report(double least, double? most)
    {
        var before = new BeforeIncident
        {
            Counts = new EventCounts(100, 1_000_000),
            BadSeconds = least,
            MostBadSeconds = most,
            StepSeconds = most is null ? null : 1200,
            ErrorRatioSeconds = 10,
            CoveredSeconds = Window - 720,
        };
        return SloEvidences.Report(SloEvidences.Of([.. Enumerable.Repeat((5.0, 100.0), 12)], Window, before), 99.9, BudgetingMethod.Timeslices);
    }
}
