using Operator.Api;
using Operator.Core.Budgets;
using Operator.Core.Evidence;
using Operator.Core.Reports;

namespace Operator.Core.Tests.Budgets;

public sealed class UnknowableTests
{
    private const double Window = 30 * 86_400;

    [Fact]
    public void Without_traffic_in_the_incident_no_method_gives_a_number()
    {
        var report = SloEvidences.Report(SloEvidences.Of([(0, 0), (0, 0)], Window, SloEvidences.Quiet(Window - 120, 10)), 99.9);

        AssertNoFigure(report, FigureState.NotApplicable, "no traffic");
    }

    [Fact]
    public void Without_traffic_anywhere_no_method_gives_a_number() =>
        AssertNoFigure(SloEvidences.Report(SloEvidences.Of([(0, 0)], Window), 99.9), FigureState.NotApplicable, "no traffic");

    [Fact]
    public void When_the_metric_vanished_with_the_service_nothing_is_said_about_it()
    {
        var evidence = SloEvidences.Of([.. Enumerable.Repeat((10.0, 100.0), 12)], Window, SloEvidences.Quiet(Window - 720, 10));
        evidence = evidence with
        {
            Slices = [.. evidence.Slices.Select((s, i) => i < 8 ? s : s with { HasData = false, ErrorRatio = null, Counts = null })],
        };

        AssertNoFigure(SloEvidences.Report(evidence, 99.9), FigureState.NotApplicable, "no data for 4m of the incident's 12m");
    }

    [Fact]
    public void Counters_bridge_a_gap_and_slices_do_not()
    {
        var evidence = SloEvidences.Of([.. Enumerable.Repeat((10.0, 100.0), 12)], Window, SloEvidences.Quiet(Window - 720, 10));
        evidence = evidence with
        {
            Slices = [.. evidence.Slices.Select((s, i) => i is < 3 or > 6 ? s : s with { HasData = false, ErrorRatio = null, Counts = null })],
        };

        var report = SloEvidences.Report(evidence, 99.9);

        Assert.Equal(FigureState.Recorded, report.Figure(BudgetingMethod.Occurrences).State);
        Assert.Equal(FigureState.NotApplicable, report.Figure(BudgetingMethod.Timeslices).State);
        Assert.Equal(90, report.SliAveragePercent!.Value, 9);
        Assert.Null(report.SliMinimumPercent);
        Assert.Null(report.SecondsBelowObjective);
    }

    [Fact]
    public void A_small_gap_leaves_the_figures_and_is_said()
    {
        var evidence = SloEvidences.Of([.. Enumerable.Repeat((10.0, 100.0), 20)], Window, SloEvidences.Quiet(Window - 1200, 10));
        evidence = evidence with { Slices = [.. evidence.Slices.Select((s, i) => i == 7 ? s with { HasData = false, ErrorRatio = null } : s)] };

        var report = SloEvidences.Report(evidence, 99.9);

        Assert.Equal(FigureState.Recorded, report.Figure(BudgetingMethod.Timeslices).State);
        Assert.Contains(report.Messages, m => m.StartsWith("Prometheus has no data for 1m of the incident's 20m: none from ", StringComparison.Ordinal));

        // What is missing is taken to be as the rest.
        Assert.Equal(100 * 1200 / (0.001 * Window), report.Consumed(BudgetingMethod.Timeslices)!.Value, 9);
    }

    [Fact]
    public void A_raw_indicator_has_no_counts_and_is_counted_by_the_mean_of_its_slices()
    {
        var report = SloEvidences.Report(SloEvidences.Raw([0.015, 0.015, null, 0.03], Window), 99.9);

        Assert.Equal(BudgetingMethod.RatioTimeslices, report.Method);
        Assert.Equal(FigureState.NotApplicable, report.Figure(BudgetingMethod.Occurrences).State);
        Assert.Equal("the indicator has no event counts", report.Figure(BudgetingMethod.Occurrences).Message);
        Assert.Equal(100 * 0.06 * 60 / (0.001 * Window), report.Budget!.ConsumedPercent!.Value, 9);
        Assert.Equal(98, report.SliAveragePercent!.Value, 9);
    }

    [Theory]
    [InlineData(1.5)]
    [InlineData(98.5)]
    [InlineData(-0.2)]
    [InlineData(double.PositiveInfinity)]
    public void A_raw_value_that_is_no_ratio_invalidates_every_figure(double value) =>
        AssertNoFigure(SloEvidences.Report(SloEvidences.Raw([0.01, value, 0.01], Window), 99.9), FigureState.Invalid, "is it a percentage");

    [Theory]
    [InlineData(1 + 5e-7, 0)]
    [InlineData(-5e-7, 100)]
    public void The_noise_of_a_division_does_not(double value, double lowest) =>
        Assert.Equal(lowest, SloEvidences.Report(SloEvidences.Raw([value], Window), 99.9).SliMinimumPercent);

    [Fact]
    public void More_errors_than_events_invalidate_every_figure() =>
        AssertNoFigure(SloEvidences.Report(SloEvidences.Of([(200, 100)], Window), 99.9), FigureState.Invalid, "the total must include the errors");

    [Fact]
    public void An_answer_that_the_collector_found_invalid_gives_no_figure_and_its_words()
    {
        var evidence = SloEvidences.Of([(1, 100)], Window) with { Problems = [new EvidenceProblem(Reasons.QueryResultInvalid, "it was two series")] };

        AssertNoFigure(SloEvidences.Report(evidence, 99.9), FigureState.Invalid, "it was two series");
    }

    [Fact]
    public void What_could_not_be_read_says_why_in_the_words_of_the_collector()
    {
        var evidence = SloEvidences.Of([(1, 100)], Window) with
        {
            Incident = null,
            Slices = [],
            Problems = [new EvidenceProblem(Reasons.PrometheusTimeout, "no answer within 30 s")],
        };

        AssertNoFigure(SloEvidences.Report(evidence, 99.9), FigureState.NotApplicable, "no answer within 30 s");
    }

    [Fact]
    public void When_the_window_before_could_not_be_read_what_the_incident_consumed_is_known_and_what_is_left_is_not()
    {
        var report = SloEvidences.Report(SloEvidences.Of([(1, 100)], Window) with { Before = null }, 99.9, BudgetingMethod.Timeslices);

        Assert.Equal((FigureState.Recorded, null), (report.Budget!.State, report.Budget.RemainingPercent));
        Assert.NotNull(report.Budget.ConsumedPercent);
        Assert.Null(report.ObjectiveMissed);
        Assert.Null(report.Completeness);
        Assert.Equal(FigureState.NotApplicable, report.Figure(BudgetingMethod.Occurrences).State);
    }

    [Fact]
    public void Half_a_window_is_partial_and_says_how_much_there_is()
    {
        var before = SloEvidences.Quiet((15 * 86_400) - 60, 10);

        var report = SloEvidences.Report(SloEvidences.Of([(1, 600)], Window, before), 99.9);

        Assert.Equal(CompletenessState.Partial, report.Completeness);
        Assert.Equal(15 * 86_400, report.CoveredSeconds);
        Assert.StartsWith("Prometheus holds 15d of 30d", report.CompletenessMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void An_incident_that_was_counted_but_not_sliced_is_not_missing()
    {
        var report = SloEvidences.Report(SloEvidences.Of([(1, 600), (1, 600), (1, 600)], 3600) with { Slices = [] }, 99.9);

        Assert.Equal((CompletenessState.Full, 3600), (report.Completeness, report.CoveredSeconds));
    }

    [Fact]
    public void A_raw_query_may_have_no_value_where_Prometheus_has_data()
    {
        var before = new BeforeIncident { BadSeconds = 0, ErrorRatioSeconds = 0, CoveredSeconds = (15 * 86_400) - 60 };

        var report = SloEvidences.Report(SloEvidences.Raw([0.5], Window) with { Before = before }, 99.9);

        Assert.StartsWith("the query gave values for 15d of 30d", report.CompletenessMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2592, CompletenessState.Full)]
    [InlineData(2593, CompletenessState.Partial)]
    public void A_thousandth_may_be_missing(double missing, CompletenessState state) =>
        Assert.Equal(state, SloEvidences.Report(SloEvidences.Of([(1, 600)], Window, SloEvidences.Quiet(Window - 60 - missing, 10)), 99.9).Completeness);

    [Fact]
    public void Recovery_is_the_end_of_the_last_bad_slice() =>
        Assert.Equal(SloEvidences.Start.AddMinutes(3), Recovery([0, 0.5, 0.5, 0, 0.0005])!.Time);

    [Fact]
    public void There_is_no_recovery_without_a_bad_slice() => Assert.Null(Recovery([0, 0, 0]));

    [Fact]
    public void There_is_no_recovery_while_the_last_slice_is_bad() => Assert.Null(Recovery([0.5, 0, 0.5]));

    [Fact]
    public void Silence_is_no_recovery() => Assert.Null(Recovery([0.5, 0.5, null, null]));

    private static IncidentTimestamp? Recovery(IReadOnlyList<double?> ratios)
    {
        var evidence = SloEvidences.Raw(ratios, Window);
        return RecoveryFinder.Find(SloEvidences.Spec(evidence, 99.9), evidence, new TimeRange(SloEvidences.Start, evidence.Window.End));
    }

    private static void AssertNoFigure(SloReport report, FigureState state, string why)
    {
        Assert.All(report.Budgets, b =>
        {
            Assert.Equal((state, null, null), (b.State, b.ConsumedPercent, b.RemainingPercent));
            Assert.Contains(why, b.Message, StringComparison.Ordinal);
        });
        Assert.Equal((null, null, null), (report.SliAveragePercent, report.SliMinimumPercent, report.BurnRate));
        Assert.Equal((null, null, null), (report.BreachedDuringIncident, report.ObjectiveMissed, report.SecondsBelowObjective));
    }
}
