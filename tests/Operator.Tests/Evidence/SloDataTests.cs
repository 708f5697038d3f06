using Operator.Api;

namespace Operator.Tests.Evidence;

/// <summary>Objectives whose data has gaps, is not a number, comes twice or is not there at all.</summary>
public sealed class SloDataTests(IncidentHistories histories) : IncidentMeasuring(histories)
{
    [Fact]
    public async Task A_sum_that_one_NaN_spoils_is_not_zero()
    {
        var (slo, report) = await MeasureAsync(SimulatedIncidents.Errors("spoiled"), SimulatedIncidents.Total("spoiled"));

        Assert.Contains(slo.Problems, p => p.Message.Contains("NaN", StringComparison.Ordinal));
        Assert.Null(Figure(report, BudgetingMethod.Occurrences).ConsumedPercent);
        Assert.NotNull(slo.Incident);
        Assert.NotEqual(0, slo.Before!.ErrorRatioSeconds);
    }

    [Fact]
    public async Task A_gap_is_no_data_and_never_no_traffic()
    {
        var (slo, report) = await MeasureAsync(SimulatedIncidents.Errors("gappy"), SimulatedIncidents.Total("gappy"));

        Assert.Contains(slo.Slices, s => !s.HasData);
        Assert.All(slo.Slices.Where(s => !s.HasData), s => Assert.Null(s.ErrorRatio));
        Assert.Null(Figure(report, BudgetingMethod.Timeslices).ConsumedPercent);

        // The counters themselves bridge it.
        Assert.Equal(Failures, slo.Incident!.Value.Errors, Failures * 0.01);
    }

    [Fact]
    public async Task A_young_series_makes_the_window_partial()
    {
        var (_, report) = await MeasureAsync(SimulatedIncidents.Errors("young"), SimulatedIncidents.Total("young"));

        Assert.Equal(CompletenessState.Partial, report.Completeness);
        Assert.Equal(3.5 * 86400, report.CoveredSeconds!.Value - IncidentSeconds, 300d);
        var consumed = 100 * Failures / (0.001 * SimulatedIncidents.PerSecond * ((3.5 * 86400) + IncidentSeconds));
        Assert.Equal(consumed, Figure(report, BudgetingMethod.Occurrences).ConsumedPercent!.Value, consumed * 0.01);
    }

    [Fact]
    public async Task No_traffic_is_not_a_number()
    {
        var (slo, report) = await MeasureAsync(SimulatedIncidents.Errors("quiet"), SimulatedIncidents.Total("quiet"));

        Assert.All(slo.Slices, s => Assert.True(s.HasData && s.ErrorRatio is null));
        Assert.All(report.Budgets, b => Assert.Null(b.ConsumedPercent));
        Assert.Null(report.SliAveragePercent);
    }

    [Fact]
    public async Task No_error_series_with_traffic_means_no_errors()
    {
        var (slo, report) = await MeasureAsync(SimulatedIncidents.Errors("errorless"), SimulatedIncidents.Total("errorless"));

        Assert.Equal(0, slo.Incident!.Value.Errors);
        Assert.All(report.Budgets, b => Assert.Equal(0, b.ConsumedPercent));
        Assert.All(report.Budgets, b => Assert.Equal(100, b.RemainingPercent!.Value, 0.001));
    }

    [Fact]
    public async Task A_selector_that_matches_nothing_is_not_an_objective_that_was_met()
    {
        var (slo, report) = await MeasureAsync(SimulatedIncidents.Errors("nowhere"), SimulatedIncidents.Total("nowhere"));

        Assert.Equal(Reasons.NoData, Assert.Single(slo.Problems).Reason);
        Assert.All(report.Budgets, b => Assert.Null(b.ConsumedPercent));
    }

    [Fact]
    public async Task Copies_of_replicas_are_noted()
    {
        var (slo, _) = await MeasureAsync(SimulatedIncidents.Errors("replicated"), SimulatedIncidents.Total("replicated"));

        Assert.Contains(slo.Notes, n => n.Contains("prometheus_replica", StringComparison.Ordinal));
        Assert.Equal(SimulatedIncidents.IncidentRatio, slo.Incident!.Value.Errors / slo.Incident.Value.Total, 0.001);
    }

    [Fact]
    public async Task A_selector_that_is_no_selector_is_refused_in_Prometheus_own_words()
    {
        var (slo, _) = await MeasureAsync("sum(rate(requests_total[5m]))", SimulatedIncidents.Total("steady"));

        var problem = Assert.Single(slo.Problems);
        Assert.Equal(Reasons.QueryInvalid, problem.Reason);
        Assert.Contains("parse error", problem.Message, StringComparison.Ordinal);
        Assert.Contains("slos[0] (availability).sli.ratio.errors", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_bad_query_does_not_spoil_the_other_objective()
    {
        var spec = Spec(Collecting.Ratio("((", "))", "7d"), Collecting.Ratio(SimulatedIncidents.Errors("steady"), SimulatedIncidents.Total("steady"), "7d") with { Name = "other" });

        var evidence = await CollectAsync(spec);

        Assert.Single(evidence.Slos[0].Problems);
        Assert.Empty(evidence.Slos[1].Problems);
    }
}
