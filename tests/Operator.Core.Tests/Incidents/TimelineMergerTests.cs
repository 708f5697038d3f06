using Operator.Api;
using Operator.Core.Evidence;
using Operator.Core.Reports;
using Operator.Testing;

namespace Operator.Core.Tests.Incidents;

public sealed class TimelineMergerTests
{
    private static readonly DateTimeOffset T0 = SampleIncident.Start;

    [Fact]
    public void Without_people_the_timeline_is_what_was_measured()
    {
        var timeline = Merge(SampleIncident.Spec() with { Timeline = [] });

        Assert.Equal(
            [(T0, TimelineEntryType.IncidentStart), (T0.AddSeconds(135), TimelineEntryType.AlertFired), (T0.AddMinutes(12), TimelineEntryType.Resolved)],
            timeline.Select(e => (e.At, e.Type)));
        Assert.All(timeline, e => Assert.True(e.Measured));
        Assert.Equal("Incident start: condition of alert EmailServiceDown became true", timeline[0].Event);
    }

    [Theory]
    [InlineData(TimelineEntryType.IncidentStart)]
    [InlineData(TimelineEntryType.AlertFired)]
    [InlineData(TimelineEntryType.Resolved)]
    public void A_persons_entry_takes_the_place_of_the_measured_one(TimelineEntryType type)
    {
        var timeline = Merge(SampleIncident.Spec() with { Timeline = [Entry(T0.AddMinutes(5), type)] });

        var row = Assert.Single(timeline, e => e.Type == type);
        Assert.Equal(("by hand", false, T0.AddMinutes(5)), (row.Event, row.Measured, row.At));
    }

    [Theory]
    [InlineData(TimelineEntryType.Note, 0, 0)]
    [InlineData(TimelineEntryType.Note, 30, 1)]
    [InlineData(TimelineEntryType.Paged, 30, 0)]
    [InlineData(TimelineEntryType.AlertFired, -30, 0)]
    [InlineData(TimelineEntryType.Paged, 90, 1)]
    [InlineData(TimelineEntryType.IncidentStart, 30, 1)]
    public void A_stated_detection_has_a_row_unless_an_entry_tells_it(TimelineEntryType type, int secondsAway, int rows)
    {
        var detected = T0.AddMinutes(30);
        var spec = SampleIncident.Spec() with { Incident = new IncidentSpec { DetectedAt = detected }, Timeline = [Entry(detected.AddSeconds(secondsAway), type)] };

        Assert.Equal(rows, Merge(spec).Count(e => e.Event == "Incident detected"));
    }

    [Theory]
    [InlineData("PagerDuty: EmailServiceDown is firing", 1)]
    [InlineData("Somebody complains", 2)]
    public void A_note_that_names_the_alert_tells_it(string text, int rows)
    {
        var spec = SampleIncident.Spec() with { Timeline = [Entry(T0.AddSeconds(150), TimelineEntryType.Note) with { Event = text }] };

        Assert.Equal(rows, Merge(spec).Count(e => e.Type is TimelineEntryType.AlertFired or TimelineEntryType.Note));
    }

    [Fact]
    public void An_entry_about_the_first_alert_does_not_hide_another_that_fired_later()
    {
        var other = SampleIncident.Alert() with { Name = "QueueFull", Pending = [], ActiveAt = [], Firing = [new SampleRun(T0.AddMinutes(6), T0.AddMinutes(7), 5)] };
        var spec = SampleIncident.Spec() with { Timeline = [Entry(T0.AddMinutes(2), TimelineEntryType.AlertFired)] };

        var timeline = Merge(spec, SampleIncident.Alert(), other);

        Assert.Equal(["by hand", "Alert fired: QueueFull"], timeline.Where(e => e.Type == TimelineEntryType.AlertFired).Select(e => e.Event));
    }

    [Fact]
    public void Series_of_one_alert_that_fire_at_once_are_one_row()
    {
        var pods = Enumerable.Range(0, 12).Select(i => SampleIncident.Alert() with { Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["pod"] = $"p{i}" } });

        var timeline = Merge(SampleIncident.Spec() with { Timeline = [] }, [.. pods]);

        Assert.Equal("Alert fired: EmailServiceDown (12 series)", Assert.Single(timeline, e => e.Type == TimelineEntryType.AlertFired).Event);
    }

    [Fact]
    public void Series_of_one_alert_that_fire_one_after_the_other_are_told_apart_by_their_labels()
    {
        AlertSeries Pod(string pod, int minute) => SampleIncident.Alert() with
        {
            Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["service"] = "email", ["pod"] = pod },
            Pending = [],
            ActiveAt = [],
            Firing = [new SampleRun(T0.AddMinutes(minute), T0.AddMinutes(minute + 1), 5)],
        };

        var timeline = Merge(SampleIncident.Spec() with { Timeline = [] }, Pod("a", 1), Pod("b", 3));

        Assert.Equal(["Alert fired: EmailServiceDown (pod=a)", "Alert fired: EmailServiceDown (pod=b)"], timeline.Where(e => e.Type == TimelineEntryType.AlertFired).Select(e => e.Event));
    }

    [Fact]
    public void Hundreds_of_alerts_do_not_drown_the_rest()
    {
        var pods = Enumerable.Range(0, 400).Select(i => SampleIncident.Alert() with { Name = $"Alert{i:000}" });

        var rows = Merge(SampleIncident.Spec() with { Timeline = [] }, [.. pods]).Where(e => e.Type == TimelineEntryType.AlertFired).ToList();

        Assert.Equal(51, rows.Count);
        Assert.Contains(rows, e => e.Event == "350 more alerts fired from here on");
    }

    [Fact]
    public void Stated_times_are_rows_that_nobody_measured()
    {
        var spec = SampleIncident.Spec() with
        {
            Detection = null,
            Timeline = [Entry(T0.AddMinutes(4), TimelineEntryType.Note)],
            Incident = new IncidentSpec { StartedAt = T0, DetectedAt = T0.AddMinutes(1), AcknowledgedAt = T0.AddMinutes(2), MitigatedAt = T0.AddMinutes(3), ResolvedAt = T0.AddMinutes(5) },
        };

        var timeline = Merge(spec, []);

        Assert.Equal(["Incident start", "Incident detected", "Acknowledged", "Mitigated", "by hand", "Incident resolved"], timeline.Select(e => e.Event));
        Assert.All(timeline, e => Assert.False(e.Measured));
    }

    private static IReadOnlyList<TimelineEntry> Merge(PostMortemSpec spec) => Merge(spec, SampleIncident.Alert());

    private static IReadOnlyList<TimelineEntry> Merge(PostMortemSpec spec, params AlertSeries[] alerts) =>
        IncidentReportBuilder.Build(new PostMortem { Spec = spec }, SampleIncident.Evidence() with { Alerts = alerts, Slos = [] }, SampleIncident.CollectedAt).Timeline;

    private static TimelineEntrySpec Entry(DateTimeOffset at, TimelineEntryType type) => new() { At = at, Type = type, Event = "by hand" };
}
