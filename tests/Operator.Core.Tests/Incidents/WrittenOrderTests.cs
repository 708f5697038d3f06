using Operator.Api;
using Operator.Core.Reports;
using Operator.Testing;

namespace Operator.Core.Tests.Incidents;

/// <summary>Entries of one minute keep the order in which people wrote them, and a stated time has no second row.</summary>
public sealed class WrittenOrderTests
{
    private static readonly DateTimeOffset T = new(2025, 6, 2, 10, 5, 0, TimeSpan.Zero);

    [Fact]
    public void Entries_of_one_time_keep_the_written_order()
    {
        var timeline = Merge(
            new IncidentSpec { StartedAt = T.AddMinutes(-5), DetectedAt = T, AcknowledgedAt = T, ResolvedAt = T.AddHours(1) },
            Note(0, "Somebody calls"), Note(0, "He says pages are white"), Note(0, "A ticket is opened"), Note(30, "Old version deployed"), Note(30, "Customer told"));

        Assert.Equal(
            ["Incident start", "Somebody calls", "He says pages are white", "A ticket is opened", "Old version deployed", "Customer told", "Incident resolved"],
            timeline.Select(e => e.Event));
    }

    [Fact]
    public void A_stated_time_has_a_row_where_no_entry_tells_it_after_what_led_to_it()
    {
        var timeline = Merge(
            new IncidentSpec { StartedAt = T, DetectedAt = T.AddMinutes(2), AcknowledgedAt = T.AddMinutes(2).AddSeconds(1), MitigatedAt = T.AddMinutes(9) },
            Entry(2, 1, TimelineEntryType.RootCause, "The cause is clear at once"), Entry(9, 0, TimelineEntryType.FixApplied, "Rolled back"));

        Assert.Equal(["Incident start", "Incident detected", "The cause is clear at once", "Rolled back"], timeline.Select(e => e.Event));
    }

    [Fact]
    public void A_measured_row_of_the_same_second_stands_before_what_it_led_to()
    {
        var spec = SampleIncident.Spec() with
        {
            Timeline =
            [
                new TimelineEntrySpec { At = SampleIncident.Start.AddSeconds(135), Event = "A dashboard turns red" },
                new TimelineEntrySpec { At = SampleIncident.Start.AddSeconds(135), Type = TimelineEntryType.Paged, Event = "On-call is paged" },
            ],
        };

        var timeline = IncidentReportBuilder.Build(new PostMortem { Spec = spec }, SampleIncident.Evidence() with { Slos = [] }, SampleIncident.CollectedAt).Timeline;

        Assert.Equal(["A dashboard turns red", "Alert fired: EmailServiceDown", "On-call is paged"], timeline.Where(e => e.At == SampleIncident.Start.AddSeconds(135)).Select(e => e.Event));
    }

    private static IReadOnlyList<TimelineEntry> Merge(IncidentSpec incident, params TimelineEntrySpec[] timeline) => IncidentReportBuilder.Build(
        new PostMortem { Spec = SampleIncident.Spec() with { Detection = null, Slos = [], Incident = incident, Timeline = timeline } }, null, SampleIncident.CollectedAt).Timeline;

    private static TimelineEntrySpec Note(int minute, string text) => Entry(minute, 0, TimelineEntryType.Note, text);

    private static TimelineEntrySpec Entry(int minute, int second, TimelineEntryType type, string text) => new() { At = T.AddMinutes(minute).AddSeconds(second), Type = type, Event = text };
}
