using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.Reports;
using Operator.Tests.TestData;

namespace Operator.Tests.Evidence;

public sealed class SeedIncidentTests(IncidentHistories histories)
{
    private static readonly DateTimeOffset Now = SeedIncidentHistory.End + TimeSpan.FromMinutes(30);

    private static readonly SloSpec Availability = Collecting.Ratio("http_requests_total{job=\"email\",code=~\"5..\"}", "http_requests_total{job=\"email\"}");

    private static readonly PostMortemSpec Spec = Collecting.Spec() with
    {
        Detection = Collecting.Alert("EmailServiceDown", ("service", "email-service")),
        Slos = [Availability],
    };

    [Fact]
    public async Task The_alert_is_read_to_the_millisecond()
    {
        var evidence = await Collecting.CollectAsync(histories, Spec, Now);

        var alert = Assert.Single(evidence.Alerts);
        Assert.Equal(15, alert.IntervalSeconds);
        Assert.Equal(SeedIncidentHistory.Start, Assert.Single(alert.Pending).First);
        Assert.Equal(SeedIncidentHistory.Fired, Assert.Single(alert.Firing).First);
        Assert.Equal(SeedIncidentHistory.Start, Assert.Single(alert.ActiveAt).Value);
        Assert.Equal(new TimeRange(SeedIncidentHistory.Start, SeedIncidentHistory.End), evidence.Incident);
        Assert.Equal("2.42.0", evidence.Source?.ServerVersion?[..6]);
    }

    [Fact]
    public async Task Counts_are_those_of_the_incident_and_of_the_window_before_it()
    {
        var evidence = await Collecting.CollectAsync(histories, Spec, Now);

        var slo = Assert.Single(evidence.Slos);
        Assert.Empty(slo.Problems);
        Assert.Equal(CountSource.RawSamples, slo.CountSource);
        Assert.Equal(1350, slo.Incident!.Value.Errors, 1350 * 0.001);
        Assert.Equal(90_000, slo.Incident.Value.Total, 90d);
        Assert.Equal(12, slo.Slices.Count);
        Assert.Equal([true, true, true, true, true, true, true, true, true, false, false, false], slo.Slices.Select(s => s.ErrorRatio > 0.001));
        Assert.InRange(slo.Slices.Max(s => s.ErrorRatio)!.Value, 0.028, 0.03);
        Assert.Equal(0, slo.Before!.Counts!.Value.Errors, 0.5);
        var seconds = 2_592_000 - 720d;
        Assert.Equal((seconds + 300) * 62.5, slo.Before.Counts.Value.Total, seconds * 0.0625);
        Assert.Equal(0, slo.Before.BadSeconds);
        Assert.Equal(0, slo.Before.ErrorRatioSeconds);
        Assert.Equal(seconds, slo.Before.CoveredSeconds!.Value, 61d);
        Assert.InRange(slo.Series.Count, 20, 300);
    }

    [Theory]
    [InlineData(BudgetingMethod.Timeslices, 20.83, 79.17)]
    [InlineData(BudgetingMethod.Occurrences, 0.8330, 99.1670)]
    [InlineData(BudgetingMethod.RatioTimeslices, 0.4167, 99.5833)]
    public async Task The_report_has_the_seeds_durations_and_budgets(BudgetingMethod method, double consumed, double remaining)
    {
        var evidence = await Collecting.CollectAsync(histories, Spec with { Slos = [Availability with { BudgetingMethod = method }] }, Now);

        var report = IncidentReportBuilder.Build(new PostMortem { Spec = Spec with { Slos = [Availability with { BudgetingMethod = method }] } }, evidence, Now);
        Assert.Equal(TimeSpan.FromSeconds(135), report.Duration(DurationName.TimeToDetect)!.Value);
        Assert.Equal(TimeSpan.FromSeconds(585), report.Duration(DurationName.TimeToResolve)!.Value);
        Assert.Equal(TimeSpan.FromMinutes(12), report.Duration(DurationName.Total)!.Value);
        Assert.Equal(TimeSpan.FromMinutes(9), report.Duration(DurationName.TimeToRecover)!.Value);
        var slo = Assert.Single(report.Slos);
        Assert.Equal(98.5, slo.SliAveragePercent!.Value, 0.001);
        Assert.Equal(15, slo.BurnRate!.Value, 0.01);
        Assert.Equal(CompletenessState.Full, slo.Completeness);
        Assert.Equal(consumed, slo.Budget!.ConsumedPercent!.Value, 0.005);
        Assert.Equal(remaining, slo.Budget.RemainingPercent!.Value, 0.005);
    }
}
