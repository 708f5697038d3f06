using CsCheck;
using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.Reports;
using Operator.Testing;

namespace Operator.Core.Tests.Incidents;

public sealed class TimestampAndDurationTests
{
    private static readonly DateTimeOffset T0 = SampleIncident.Start;
    private static readonly DateTimeOffset Now = SampleIncident.CollectedAt;

    [Fact]
    public void A_persons_word_wins_over_the_timeline_and_over_what_is_measured()
    {
        var spec = SampleIncident.Spec() with { Incident = new IncidentSpec { StartedAt = T0.AddMinutes(-5), ResolvedAt = T0.AddMinutes(20) } };

        var report = Build(spec);

        Assert.Equal((T0.AddMinutes(-5), TimestampSource.Spec), At(report, IncidentTimestampName.StartedAt));
        Assert.Equal((T0.AddMinutes(20), TimestampSource.Spec), At(report, IncidentTimestampName.ResolvedAt));
        Assert.Equal(TimeSpan.FromMinutes(25), report.Duration(DurationName.Total)!.Value);
    }

    [Fact]
    public void Without_people_the_alert_tells()
    {
        var report = Build(SampleIncident.Spec() with { Timeline = [] });

        Assert.Equal((T0, TimestampSource.AlertPending), At(report, IncidentTimestampName.StartedAt));
        Assert.Equal((T0.AddSeconds(135), TimestampSource.AlertFiring), At(report, IncidentTimestampName.DetectedAt));
        Assert.Equal((T0.AddMinutes(12), TimestampSource.AlertFiring), At(report, IncidentTimestampName.ResolvedAt));
        Assert.Equal(15, report.Timestamp(IncidentTimestampName.ResolvedAt)!.UncertaintySeconds);
    }

    [Fact]
    public void The_timeline_gives_the_first_acknowledgement_and_the_last_fix()
    {
        TimelineEntrySpec Entry(int minute, TimelineEntryType type) => new() { At = T0.AddMinutes(minute), Type = type, Event = "e" };
        var report = Build(SampleIncident.Spec() with
        {
            Timeline = [Entry(8, TimelineEntryType.FixApplied), Entry(5, TimelineEntryType.Acknowledged), Entry(4, TimelineEntryType.Acknowledged), Entry(6, TimelineEntryType.FixApplied)],
        });

        Assert.Equal((T0.AddMinutes(4), TimestampSource.Timeline), At(report, IncidentTimestampName.AcknowledgedAt));
        Assert.Equal((T0.AddMinutes(8), TimestampSource.Timeline), At(report, IncidentTimestampName.MitigatedAt));
    }

    [Fact]
    public void While_an_alert_fires_the_incident_is_ongoing_and_figures_that_may_come_are_pending()
    {
        var evidence = SampleIncident.Evidence() with { CollectedAt = T0.AddMinutes(8), SearchWindow = new TimeRange(T0.AddHours(-1), T0.AddMinutes(8)), Slos = [], Incident = null };
        evidence = evidence with { Alerts = [SampleIncident.Alert() with { Firing = [new SampleRun(T0.AddSeconds(135), T0.AddMinutes(8).AddSeconds(-5), 24)] }] };

        var report = Build(SampleIncident.Spec() with { Timeline = [] }, evidence);

        Assert.Equal(IncidentState.Ongoing, report.State);
        Assert.Equal(new TimeRange(T0, T0.AddMinutes(8)), report.Incident);
        Assert.Equal(FigureState.Recorded, report.Duration(DurationName.TimeToDetect)!.State);
        Assert.Equal((FigureState.Pending, null), (report.Duration(DurationName.Total)!.State, report.Duration(DurationName.Total)!.Value));
        Assert.Equal("ResolvedAt not known yet: the incident is ongoing", report.Duration(DurationName.Total)!.Message);
    }

    [Fact]
    public void Once_over_what_nobody_knows_is_not_applicable()
    {
        var duration = Build(SampleIncident.Spec() with { Timeline = [] }).Duration(DurationName.TimeToAcknowledge)!;

        Assert.Equal((FigureState.NotApplicable, "neither a person nor evidence tells AcknowledgedAt"), (duration.State, duration.Message));
    }

    [Fact]
    public void A_contradiction_names_both_endpoints_and_their_sources()
    {
        var report = Build(SampleIncident.Spec() with { Timeline = [], Incident = new IncidentSpec { StartedAt = T0.AddMinutes(3) } });
        var duration = report.Duration(DurationName.TimeToDetect)!;

        Assert.Equal((FigureState.Invalid, null), (duration.State, duration.Value));
        Assert.Equal(
            "DetectedAt 2025-12-14T07:02:15.000Z (from the alert's firing samples) is before StartedAt 2025-12-14T07:03:00.000Z (from spec.incident.startedAt); correct one of them",
            duration.Message);
    }

    [Fact]
    public void An_alert_that_was_only_pending_tells_nothing()
    {
        var evidence = SampleIncident.Evidence() with { Alerts = [SampleIncident.Alert() with { Firing = [] }], Slos = [] };

        Assert.Equal(IncidentState.Unknown, Build(SampleIncident.Spec() with { Timeline = [] }, evidence).State);
    }

    [Fact]
    public void Several_alerts_begin_with_the_earliest_and_end_with_the_last()
    {
        var later = SampleIncident.Alert() with { Name = "B", ActiveAt = [], Pending = [], Firing = [new SampleRun(T0.AddMinutes(5), T0.AddMinutes(30), 101)] };
        var report = Build(SampleIncident.Spec() with { Timeline = [] }, SampleIncident.Evidence() with { Alerts = [later, SampleIncident.Alert()], Slos = [] });

        Assert.Equal(T0, report.Incident!.Value.Start);
        Assert.Equal(T0.AddMinutes(30).AddSeconds(15), report.Incident.Value.End);
    }

    [Fact]
    public void The_earliest_of_several_is_not_known_when_one_of_them_is_not()
    {
        var older = SampleIncident.Alert() with { Name = "B", ActiveAt = [], Pending = [], Firing = [new SampleRun(T0.AddHours(-1), T0, 241)], StartUnknown = true };
        var report = Build(SampleIncident.Spec() with { Timeline = [] }, SampleIncident.Evidence() with { Alerts = [older, SampleIncident.Alert()], Slos = [], Incident = null });

        Assert.Equal(IncidentState.Unknown, report.State);
        Assert.Null(report.Timestamp(IncidentTimestampName.DetectedAt));
        Assert.Contains(report.Warnings, w => w.Contains("active before the search window began", StringComparison.Ordinal));
    }

    [Fact]
    public void An_alert_that_fired_before_the_search_says_so_though_its_active_at_is_known()
    {
        var old = SampleIncident.Alert() with { Pending = [], ActiveAt = [new ActiveAt(T0.AddDays(-9), new SampleRun(T0.AddDays(-7), T0, 241))], Firing = [new SampleRun(T0.AddDays(-7), T0, 241)], StartUnknown = true };
        var report = Build(SampleIncident.Spec() with { Timeline = [] }, SampleIncident.Evidence() with { Alerts = [old], Slos = [], Incident = null });

        Assert.Equal(T0.AddDays(-9), report.Timestamp(IncidentTimestampName.StartedAt)!.Time);
        Assert.Null(report.Timestamp(IncidentTimestampName.DetectedAt));
        Assert.Contains(report.Warnings, w => w.Contains("spec.incident.detectedAt", StringComparison.Ordinal));
    }

    [Fact]
    public void Recovery_comes_from_the_first_objective_when_nobody_tells()
    {
        var slo = SampleIncident.Slo();
        var evidence = SampleIncident.Evidence() with { Slos = [slo with { Slices = [.. slo.Slices.Select((s, i) => i < 9 ? s : s with { ErrorRatio = 0 })] }] };

        var report = Build(SampleIncident.Spec() with { Timeline = [] }, evidence);

        Assert.Equal((T0.AddMinutes(9), TimestampSource.SLI), At(report, IncidentTimestampName.RecoveredAt));
        Assert.Equal(TimeSpan.FromMinutes(9), report.Duration(DurationName.TimeToRecover)!.Value);
    }

    [Fact]
    public void Durations_are_never_negative_and_have_a_value_exactly_when_recorded()
    {
        var time = Gen.Int[-100_000, 100_000].Select(s => T0.AddSeconds(s)).Nullable();
        Gen.Select(time, time, time, time, time).Sample((a, b, c, d, e) =>
        {
            var spec = SampleIncident.Spec() with { Timeline = [], Incident = new IncidentSpec { StartedAt = a, DetectedAt = b, AcknowledgedAt = c, MitigatedAt = d, ResolvedAt = e } };

            Assert.All(Build(spec).Durations, duration =>
            {
                Assert.Equal(duration.State == FigureState.Recorded, duration.Value is not null);
                Assert.Equal(duration.State == FigureState.Recorded, duration.Message is null);
                Assert.False(duration.Value < TimeSpan.Zero);
            });
        }, iter: 5000);
    }

    private static (DateTimeOffset, TimestampSource) At(IncidentReport report, IncidentTimestampName name) =>
        (report.Timestamp(name)!.Time, report.Timestamp(name)!.Source);

    private static IncidentReport Build(PostMortemSpec spec, IncidentEvidence? evidence = null) =>
        IncidentReportBuilder.Build(new PostMortem { Spec = spec }, evidence ?? SampleIncident.Evidence(), Now);
}
