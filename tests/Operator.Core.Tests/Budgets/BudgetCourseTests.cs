using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.Reports;
using Operator.Testing;

namespace Operator.Core.Tests.Budgets;

public sealed class BudgetCourseTests
{
    [Theory]
    [InlineData(BudgetingMethod.Timeslices)]
    [InlineData(BudgetingMethod.Occurrences)]
    [InlineData(BudgetingMethod.RatioTimeslices)]
    public void The_course_begins_with_all_and_ends_where_the_figures_say(BudgetingMethod method)
    {
        var slo = Report(method, Spent());

        var (consumed, left) = (slo.Budget!.ConsumedPercent!.Value, slo.Budget.RemainingPercent!.Value);
        Assert.Equal(new BudgetPoint(SampleIncident.End.AddDays(-30), 100), slo.BudgetLeft[0]);
        Assert.Equal(SampleIncident.End, slo.BudgetLeft[^1].At);
        Assert.Equal(left, slo.BudgetLeft[^1].RemainingPercent, 9);
        Assert.Equal(left + consumed, slo.BudgetLeft.Single(p => p.At == SampleIncident.Start).RemainingPercent, 9);
        Assert.Equal(slo.BudgetLeft.OrderBy(p => p.At).ThenByDescending(p => p.RemainingPercent), slo.BudgetLeft);

        // A third of what went before was spent on the tenth day, the rest on the twentieth.
        var before = 100 - left - consumed;
        Assert.True(before > 0.01);
        Assert.Equal(100 - (before / 3), slo.BudgetLeft[10].RemainingPercent, 9);
        Assert.Equal(100 - (before / 3), slo.BudgetLeft[19].RemainingPercent, 9);
        Assert.Equal(100 - before, slo.BudgetLeft[20].RemainingPercent, 9);
    }

    [Fact]
    public void Bad_minutes_take_and_good_ones_do_not()
    {
        var slo = Report(BudgetingMethod.Timeslices, SampleIncident.Slo());

        var minutes = slo.BudgetLeft.Where(p => p.At >= SampleIncident.Start).Select(p => p.RemainingPercent).ToList();
        Assert.Equal(13, minutes.Count);
        Assert.Equal(100, minutes[0]);
        Assert.All(minutes.Zip(minutes.Skip(1)).Take(9), m => Assert.Equal(100 / 43.2, m.First - m.Second, 9));
        Assert.All(minutes[9..], m => Assert.Equal(minutes[9], m, 9));
    }

    [Fact]
    public void Evidence_that_does_not_tell_the_way_gives_no_course()
    {
        var slo = SampleIncident.Slo();

        Assert.Empty(Report(BudgetingMethod.Timeslices, slo with { Before = slo.Before! with { Course = null } }).BudgetLeft);
        Assert.Empty(Report(BudgetingMethod.Timeslices, slo with { Before = slo.Before! with { BadSeconds = null } }).BudgetLeft);
        Assert.Empty(Report(BudgetingMethod.Occurrences, slo with { Before = slo.Before! with { Course = [.. slo.Before.Course!.Select(s => s with { Counts = null })] } }).BudgetLeft);
        Assert.Empty(Report(BudgetingMethod.Timeslices, slo with { Before = slo.Before! with { Course = [.. slo.Before.Course!.Reverse()] } }).BudgetLeft);
    }

    [Fact]
    public void Rates_are_those_around_the_incident_or_of_its_slices_alone()
    {
        var slo = SampleIncident.Slo();
        var around = Report(BudgetingMethod.Timeslices, slo).Rates;
        var within = Report(BudgetingMethod.Timeslices, slo with { Series = [.. slo.Series.Select(p => new SliPoint(p.At, p.Value))] }).Rates;

        Assert.Equal(slo.Series.Count, around.Count);
        Assert.All(around, r => Assert.Equal(125, r.Total, 9));
        Assert.Equal(3.75, around.Max(r => r.Errors));
        Assert.Equal(SampleIncident.Start, within[0].Start);
        Assert.Equal([1, 2, 3, 3.5, 3.75, 3.75, 3, 1.75, 0.75, 0, 0, 0], within.Select(r => r.Errors));
    }

    private static SloEvidence Spent()
    {
        var slo = SampleIncident.Slo();
        WindowStretch Spend(WindowStretch stretch, int share) => stretch with
        {
            Counts = stretch.Counts!.Value with { Errors = 1000 * share },
            BadSeconds = 60 * share,
            ErrorRatioSeconds = share,
        };
        return slo with
        {
            Before = slo.Before! with
            {
                // The figures know of a little more than the sums do.
                Counts = slo.Before.Counts!.Value with { Errors = 3100 },
                BadSeconds = 190,
                ErrorRatioSeconds = 3.1,
                Course = [.. slo.Before.Course!.Select((s, i) => i switch { 9 => Spend(s, 1), 19 => Spend(s, 2), _ => s })],
            },
        };
    }

    private static SloReport Report(BudgetingMethod method, SloEvidence slo) =>
        Assert.Single(IncidentReportBuilder.Build(SampleIncident.Resource(method), SampleIncident.Evidence() with { Slos = [slo] }, SampleIncident.CollectedAt).Slos);
}
