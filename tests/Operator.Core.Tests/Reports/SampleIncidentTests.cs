using Operator.Api;
using Operator.Core.FollowUp;
using Operator.Core.Reports;
using Operator.Core.Statuses;
using Operator.Testing;

namespace Operator.Core.Tests.Reports;

public sealed class SampleIncidentTests
{
    private static readonly DateTimeOffset Now = SampleIncident.CollectedAt;

    [Theory]
    [InlineData(DurationName.TimeToDetect, 135, "2m 15s")]
    [InlineData(DurationName.TimeToAcknowledge, 45, "45s")]
    [InlineData(DurationName.TimeToMitigate, 390, "6m 30s")]
    [InlineData(DurationName.TimeToRecover, 540, "9m")]
    [InlineData(DurationName.TimeToResolve, 585, "9m 45s")]
    [InlineData(DurationName.Total, 720, "12m")]
    public void Durations_are_those_of_the_form(DurationName name, double seconds, string text)
    {
        var duration = Report().Duration(name)!;

        Assert.Equal(FigureState.Recorded, duration.State);
        Assert.Equal(TimeSpan.FromSeconds(seconds), duration.Value);
        Assert.Equal(text, Core.Incidents.DurationFormat.Format(duration.Value!.Value));
    }

    [Theory]
    [InlineData(BudgetingMethod.Occurrences, 0.417, 99.58)]
    [InlineData(BudgetingMethod.Timeslices, 20.83, 79.17)]
    [InlineData(BudgetingMethod.RatioTimeslices, 0.417, 99.58)]
    public void Budgets_are_consistent_within_each_method(BudgetingMethod method, double consumed, double remaining)
    {
        var slo = Status(method).Slos!.Single();

        Assert.Equal(method, slo.Method);
        Assert.Equal(consumed, slo.BudgetConsumedPercent);
        Assert.Equal(remaining, slo.BudgetRemainingPercent);
        Assert.Equal(2, slo.OtherMethods!.Count);
    }

    [Fact]
    public void The_status_has_the_figures_of_the_design()
    {
        var status = Status(BudgetingMethod.Timeslices);
        var slo = status.Slos!.Single();

        Assert.Equal(98.5, slo.SliAverage);
        Assert.Equal(97, slo.SliMinimum);
        Assert.Equal(540, slo.SecondsBelowObjective);
        Assert.Equal(1350, slo.BadEvents);
        Assert.Equal(90_000, slo.TotalEvents);
        Assert.Equal(15, slo.BurnRate);
        Assert.True(slo.BreachedDuringIncident);
        Assert.False(slo.ObjectiveMissed);
        Assert.False(slo.SlaBreached);
        Assert.Equal(CompletenessState.Full, slo.Completeness!.State);
        Assert.Equal(2_592_000, slo.Completeness.CoveredSeconds);
        Assert.Null(slo.Message);
        Assert.Equal(new SummaryStatus { State = IncidentState.Resolved, Duration = "12m", ImpactDuration = "9m", TimeToDetect = "2m 15s", TimeToResolve = "9m 45s", ErrorBudgetConsumed = "20.8%", ActionItems = "0/6" }, status.Summary);
        Assert.Equal(1350, status.Impact!.FailedRequests);
        Assert.Equal(25, status.Impact.AffectedUsersPercent);
        Assert.Equal(new MoneyStatus { Amount = 168.75m, Currency = "USD" }, status.Impact.RevenueLoss);
        Assert.Equal(15, status.Alerts!.Single().UncertaintySeconds);
    }

    [Fact]
    public void The_sources_of_the_times_are_named()
    {
        var sources = Report().Timestamps.ToDictionary(t => t.Name, t => t.Source);

        Assert.Equal(TimestampSource.Timeline, sources[IncidentTimestampName.StartedAt]);
        Assert.Equal(TimestampSource.AlertFiring, sources[IncidentTimestampName.DetectedAt]);
        Assert.Equal(TimestampSource.AlertFiring, sources[IncidentTimestampName.ResolvedAt]);
    }

    [Fact]
    public void The_timeline_has_nine_rows_in_order_of_which_two_are_measured()
    {
        var timeline = Report().Timeline;

        Assert.Equal(
            [TimelineEntryType.IncidentStart, TimelineEntryType.AlertFired, TimelineEntryType.Paged, TimelineEntryType.Acknowledged, TimelineEntryType.RootCause, TimelineEntryType.FixApplied, TimelineEntryType.Restarted, TimelineEntryType.Recovered, TimelineEntryType.Resolved],
            timeline.Select(e => e.Type));
        Assert.Equal(["Alert fired: EmailServiceDown", "Incident resolved: alert cleared"], timeline.Where(e => e.Measured).Select(e => e.Event));
    }

    [Fact]
    public void Nothing_is_left_to_write()
    {
        Assert.Empty(FollowUpBuilder.Build(SampleIncident.Spec(), Now).MissingSections);
        Assert.Empty(Report().Warnings);
    }

    [Fact]
    public void A_bare_resource_lists_what_is_to_be_written_and_has_no_number()
    {
        var spec = new PostMortemSpec { Title = "t", Severity = Severity.P1, Services = ["s"] };
        var report = IncidentReportBuilder.Build(new PostMortem { Spec = spec }, null, Now);

        Assert.Equal(IncidentState.Unknown, report.State);
        Assert.All(report.Durations, d => Assert.Equal((FigureState.NotApplicable, null), (d.State, d.Value)));
        Assert.Equal(
            ["summary.incident", "summary.rootCause", "summary.resolution", "analysis.whatHappened", "analysis.rootCause", "resolution.immediateFix", "actionItems", "lessonsLearned"],
            FollowUpBuilder.Build(spec, Now).MissingSections);
        Assert.Null(report.DetectionMethod);
    }

    [Fact]
    public void Action_items_are_not_missing_once_somebody_says_why_there_are_none()
    {
        var spec = SampleIncident.Spec() with { ActionItems = [], NoActionItems = "The provider has fixed it" };

        Assert.Empty(FollowUpBuilder.Build(spec, Now).MissingSections);
        Assert.Equal(["actionItems"], FollowUpBuilder.Build(spec with { NoActionItems = " " }, Now).MissingSections);
    }

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    public void One_lesson_of_any_kind_is_enough(bool well, bool badly, bool surprising)
    {
        IReadOnlyList<string> Lessons(bool any) => any ? ["a lesson"] : [" "];
        var lessons = new LessonsLearnedSpec { WentWell = Lessons(well), DidntGoWell = Lessons(badly), SurprisingFindings = Lessons(surprising) };

        Assert.Empty(FollowUpBuilder.Build(SampleIncident.Spec() with { LessonsLearned = lessons }, Now).MissingSections);
    }

    private static IncidentReport Report(BudgetingMethod method = BudgetingMethod.Timeslices) =>
        IncidentReportBuilder.Build(SampleIncident.Resource(method), SampleIncident.Evidence(), Now);

    private static PostMortemStatus Status(BudgetingMethod method) =>
        StatusProjection.With(StatusProjection.Project(Report(method)), FollowUpBuilder.Build(SampleIncident.Spec(method), Now));
}
