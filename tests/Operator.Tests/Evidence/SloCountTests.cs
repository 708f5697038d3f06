using Operator.Api;
using Operator.Core.Evidence;

namespace Operator.Tests.Evidence;

/// <summary>Counts and budgets of objectives whose counters are all there, against the truth of the simulation.</summary>
public sealed class SloCountTests(IncidentHistories histories) : IncidentMeasuring(histories)
{
    [Theory]
    [InlineData("steady", SimulatedIncidents.BaselineRatio)]
    [InlineData("halfminute", SimulatedIncidents.BaselineRatio)]
    [InlineData("minutely", SimulatedIncidents.BaselineRatio)]
    [InlineData("slow", SimulatedIncidents.BaselineRatio)]
    [InlineData("born", 0)]
    public async Task Counts_and_budget_are_within_a_percent(string job, double baseline)
    {
        var (slo, report) = await MeasureAsync(SimulatedIncidents.Errors(job), SimulatedIncidents.Total(job));

        Assert.Equal(CountSource.RawSamples, slo.CountSource);
        Assert.Equal(Failures, slo.Incident!.Value.Errors, Failures * 0.01);
        Assert.Equal(Requests, slo.Incident.Value.Total, Requests * 0.01);
        var all = SimulatedIncidents.PerSecond * WindowSeconds;
        var consumed = 100 * Failures / (0.001 * all);
        var before = 100 * baseline * SimulatedIncidents.PerSecond * (WindowSeconds - IncidentSeconds) / (0.001 * all);
        Assert.Equal(consumed, Figure(report, BudgetingMethod.Occurrences).ConsumedPercent!.Value, consumed * 0.01);
        Assert.Equal(100 - consumed - before, Figure(report, BudgetingMethod.Occurrences).RemainingPercent!.Value, 1);
        Assert.Equal(CompletenessState.Full, report.Completeness);
    }

    [Theory]
    [InlineData("steady")]
    [InlineData("halfminute")]
    [InlineData("minutely")]
    public async Task The_methods_by_slices_agree_with_the_truth(string job)
    {
        var (_, report) = await MeasureAsync(SimulatedIncidents.Errors(job), SimulatedIncidents.Total(job));

        var byTime = 100 * IncidentSeconds / (0.001 * WindowSeconds);
        var byRatio = 100 * IncidentSeconds * SimulatedIncidents.IncidentRatio / (0.001 * WindowSeconds);
        Assert.Equal(byTime, Figure(report, BudgetingMethod.Timeslices).ConsumedPercent!.Value, byTime * 0.01);
        Assert.Equal(byRatio, Figure(report, BudgetingMethod.RatioTimeslices).ConsumedPercent!.Value, byRatio * 0.02);
    }

    [Fact]
    public async Task Scrapes_further_apart_than_slices_leave_only_the_method_by_events()
    {
        var (slo, report) = await MeasureAsync(SimulatedIncidents.Errors("slow"), SimulatedIncidents.Total("slow"));

        Assert.Equal(120, slo.ScrapeIntervalSeconds);
        Assert.Null(Figure(report, BudgetingMethod.Timeslices).ConsumedPercent);
        Assert.Null(Figure(report, BudgetingMethod.RatioTimeslices).ConsumedPercent);
        Assert.Contains(slo.Problems, p => p.Message.Contains("120 s apart", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Restarts_and_new_instances_lose_no_events()
    {
        var (slo, _) = await MeasureAsync(SimulatedIncidents.Errors("fleet"), SimulatedIncidents.Total("fleet"));

        // Three instances all the time, a fourth for the last 330 of 570 seconds. What the second counted in the 22 s between its last
        // scrape and its restart, nobody knows.
        var requests = SimulatedIncidents.PerSecond * ((3 * IncidentSeconds) + 330);
        Assert.Equal(requests, slo.Incident!.Value.Total, requests * 0.015);
        Assert.Equal(requests * SimulatedIncidents.IncidentRatio, slo.Incident.Value.Errors, requests * SimulatedIncidents.IncidentRatio * 0.02);
    }

    [Fact]
    public async Task Counter_resets_are_not_lost_events()
    {
        var (slo, _) = await MeasureAsync(SimulatedIncidents.Errors("restarted"), SimulatedIncidents.Total("restarted"));

        // What was counted between the last scrape and a restart is lost to everyone: at most two intervals of 570 s.
        Assert.InRange(slo.Incident!.Value.Total, Requests * 0.94, Requests * 1.001);
    }

    [Fact]
    public async Task What_nobody_can_have_counted_is_said()
    {
        var (slo, _) = await MeasureAsync(SimulatedIncidents.Errors("restarted"), SimulatedIncidents.Total("restarted"));

        Assert.Contains("2 counters were reset or ended in the incident; what was counted after the last scrape before, usually for at most 15 s each, is in no sample and not in the figures.", slo.Notes);
    }

    [Fact]
    public async Task Errors_before_the_incident_count_from_the_first_one()
    {
        var (_, report) = await MeasureAsync(SimulatedIncidents.Errors("outage"), SimulatedIncidents.Total("outage"));

        var all = SimulatedIncidents.PerSecond * WindowSeconds;
        var failures = Failures + (SimulatedIncidents.PerSecond * SimulatedIncidents.OutageLength.TotalSeconds * SimulatedIncidents.OutageRatio);
        var left = 100 - (100 * failures / (0.001 * all));
        Assert.Equal(left, Figure(report, BudgetingMethod.Occurrences).RemainingPercent!.Value, 0.5);
    }

    [Fact]
    public async Task Counters_that_come_back_into_sight_have_not_counted_all_in_one_slice()
    {
        // They failed for ten minutes before the window began, so that their values hold too many errors ever after.
        var (slo, report) = await MeasureAsync(SimulatedIncidents.Errors("outofsight"), SimulatedIncidents.Total("outofsight"));

        Assert.Equal(0, slo.Before!.BadSeconds);
        Assert.Equal(0, slo.Before.ErrorRatioSeconds);
        Assert.Equal(0, slo.Before.Counts!.Value.Errors, 1d);
        Assert.Equal(100, Figure(report, BudgetingMethod.Timeslices) is { } b ? b.ConsumedPercent!.Value + b.RemainingPercent!.Value : 0, 0.01);
    }

    [Fact]
    public async Task A_total_outage_counts_every_request()
    {
        var (slo, report) = await MeasureAsync(SimulatedIncidents.Errors("down"), SimulatedIncidents.Total("down"));

        Assert.Equal(Requests, slo.Incident!.Value.Errors, Requests * 0.01);
        Assert.Equal(0, report.SliAveragePercent!.Value, 0.5);
    }

    [Fact]
    public async Task A_calendar_month_has_its_whole_length_and_only_its_own_past()
    {
        var slo = Collecting.Ratio(SimulatedIncidents.Errors("steady"), SimulatedIncidents.Total("steady"), "calendarMonth") with { BudgetingMethod = BudgetingMethod.Timeslices };

        var (evidence, report) = await MeasureAsync(slo);

        Assert.Equal(31 * 86400, evidence.WindowSeconds);
        Assert.Equal(new DateTimeOffset(2025, 12, 1, 0, 0, 0, TimeSpan.Zero), evidence.Window.Start);
        var consumed = 100 * IncidentSeconds / (0.001 * 31 * 86400);
        Assert.Equal(consumed, report.Budget!.ConsumedPercent!.Value, consumed * 0.01);
        Assert.Equal(CompletenessState.Partial, report.Completeness);
    }

    [Theory]
    [InlineData("10s", 57)]
    [InlineData("5m", 2)]
    public async Task Slices_have_the_length_that_the_spec_asks_for(string window, int count)
    {
        var slo = Collecting.Ratio(SimulatedIncidents.Errors("steady"), SimulatedIncidents.Total("steady"), "7d") with
        {
            BudgetingMethod = BudgetingMethod.Timeslices,
            TimeSlice = new TimeSliceSpec { Window = window, Target = 99 },
        };

        var (evidence, report) = await MeasureAsync(slo);

        if (window is "10s")
        {
            Assert.Null(report.Budget!.ConsumedPercent);
            return;
        }

        Assert.Equal(count, evidence.Slices.Count);
        Assert.Equal(10, evidence.MinuteSlices.Count);
        Assert.Equal(0, evidence.Before!.BadSeconds);
        Assert.Equal(100 * IncidentSeconds / (0.001 * WindowSeconds), report.Budget!.ConsumedPercent!.Value, 0.5);
    }

    [Fact]
    public async Task Too_many_samples_are_counted_by_increase_and_said_so()
    {
        var spec = Spec(Collecting.Ratio(SimulatedIncidents.Errors("steady"), SimulatedIncidents.Total("steady"), "7d"));

        var evidence = await CollectAsync(spec, o => o.MaxSamples = 100);

        var slo = Assert.Single(evidence.Slos);
        Assert.Equal(CountSource.Increase, slo.CountSource);
        Assert.Equal(Failures, slo.Incident!.Value.Errors, Failures * 0.08);
        Assert.Equal(Requests, slo.Incident.Value.Total, Requests * 0.02);
        Assert.Contains(slo.Notes, n => n.Contains("increase()", StringComparison.Ordinal));
    }

    /// <summary>A ratio of counters has no counts, but its events are counted.</summary>
    [Fact]
    public async Task A_raw_ratio_of_too_many_samples_is_counted_by_increase()
    {
        var query = $"sum(rate({SimulatedIncidents.Errors("steady")}[{{{{.window}}}}])) / sum(rate({SimulatedIncidents.Total("steady")}[{{{{.window}}}}]))";
        var spec = Spec(Collecting.Raw(query, "7d"));

        var slo = Assert.Single((await CollectAsync(spec, o => o.MaxSamples = 100)).Slos);

        Assert.Null(slo.Incident);
        Assert.NotEmpty(slo.Slices);
        Assert.All(slo.Slices.Where(s => s.HasData), s => Assert.Equal(Failures / Requests, s.ErrorRatio!.Value, 0.03));
    }
}
