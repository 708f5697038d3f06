using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.Reports;
using Operator.Core.Statuses;
using Operator.Testing;

namespace Operator.Core.Tests.Incidents;

/// <summary>An incident is ongoing only while an alert fires or a person says so; otherwise an end that nobody tells is not known.</summary>
public sealed class EndOfIncidentTests
{
    private static readonly DateTimeOffset T0 = SampleIncident.Start;
    private static readonly DateTimeOffset Now = SampleIncident.CollectedAt;

    [Fact]
    public void An_end_that_nobody_tells_is_not_known()
    {
        var report = Build(Bare(new IncidentSpec { StartedAt = T0.AddYears(-8) }));
        var resolved = ReportConditions.Of(report).Single(c => c.Type == ConditionTypes.Resolved);

        Assert.Equal((IncidentState.Unknown, null), (report.State, report.Incident));
        Assert.Equal(FigureState.NotApplicable, report.Duration(DurationName.Total)!.State);
        Assert.Equal(("Unknown", "Unknown"), (resolved.Status, resolved.Reason));
        Assert.StartsWith("End not known", resolved.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_person_may_say_that_it_goes_on()
    {
        var report = Build(Bare(new IncidentSpec { StartedAt = T0, Ongoing = true }));

        Assert.Equal((IncidentState.Ongoing, new TimeRange(T0, Now)), (report.State, report.Incident));
    }

    [Fact]
    public void That_word_wins_over_an_alert_that_has_ended_and_over_the_timeline()
    {
        var spec = SampleIncident.Spec() with
        {
            Incident = new IncidentSpec { Ongoing = true },
            Timeline = [new TimelineEntrySpec { At = T0.AddMinutes(20), Type = TimelineEntryType.Resolved, Event = "e" }],
        };

        var report = Build(spec, SampleIncident.Evidence());

        Assert.Equal(IncidentState.Ongoing, report.State);
        Assert.Null(report.Timestamp(IncidentTimestampName.ResolvedAt));
    }

    [Fact]
    public void An_alert_that_fires_at_the_end_of_a_closed_search_window_is_neither_over_nor_known_to_go_on()
    {
        var evidence = SampleIncident.Evidence() with { SearchWindow = new TimeRange(T0.AddHours(-1), SampleIncident.End.AddSeconds(-10)), Slos = [] };

        var report = Build(SampleIncident.Spec() with { Timeline = [] }, evidence);

        Assert.Equal((IncidentState.Unknown, null), (report.State, report.Timestamp(IncidentTimestampName.ResolvedAt)));
        Assert.Contains(report.Warnings, w => w.Contains("searchWindow.to", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(90, true)]
    [InlineData(91, false)]
    public void Figures_are_measured_over_90_days_at_most(int days, bool measured)
    {
        var window = IncidentWindow.Resolve(Bare(new IncidentSpec { StartedAt = T0.AddDays(-days), ResolvedAt = T0 }), [], Now);

        Assert.Equal((IncidentState.Resolved, measured), (window.State, window.Measured is not null));
        Assert.Equal(measured ? null : Reasons.IncidentTooLong, window.Unmeasured?.Reason);
    }

    [Fact]
    public void What_is_too_long_is_said_with_its_times_and_the_way_out()
    {
        var spec = Bare(new IncidentSpec { StartedAt = T0.AddYears(-8), ResolvedAt = T0 }) with { Slos = SampleIncident.Spec().Slos };

        Assert.Equal(
            "the incident is longer than 90 days (from 2017-12-14T07:00:00.000Z to 2025-12-14T07:00:00.000Z), and figures are measured over at most that; correct its start or end",
            Build(spec).Slos.Single().Budget!.Message);
    }

    private static PostMortemSpec Bare(IncidentSpec? incident) => new() { Title = "t", Severity = Severity.P2, Services = ["s"], Incident = incident };

    private static IncidentReport Build(PostMortemSpec spec, IncidentEvidence? evidence = null) =>
        IncidentReportBuilder.Build(new PostMortem { Spec = spec }, evidence, Now);
}
