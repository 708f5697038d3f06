using CsCheck;
using Operator.Api;
using Operator.Core.Incidents;
using Operator.Core.Reports;
using Operator.Testing;

namespace Operator.Core.Tests.Incidents;

/// <summary>What is known to the day, month or year gives nothing that is more exact.</summary>
public sealed class PrecisionTests
{
    private static readonly string[] Zones = ["UTC", "America/New_York", "Asia/Kolkata"];

    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    // "Some day in 2023", and a key revoked on 28 June 2024 at 11:20.
    [InlineData("2023-01-01T00:00:00Z", TimePrecision.Year, "2024-06-28T11:20:00Z", TimePrecision.Second, "6 to 18 months")]
    [InlineData("2023-07-01T00:00:00Z", TimePrecision.Month, "2024-10-10T00:00:00Z", TimePrecision.Year, "5 to 18 months")]
    [InlineData("2019-05-01T00:00:00Z", TimePrecision.Year, "2024-06-28T11:20:00Z", TimePrecision.Second, "about 5 years")]
    [InlineData("2023-01-01T00:00:00Z", TimePrecision.Year, "2025-01-01T00:00:00Z", TimePrecision.Year, "12 to 36 months")]
    [InlineData("2023-01-01T00:00:00Z", TimePrecision.Year, "2023-08-09T00:00:00Z", TimePrecision.Year, "up to 12 months")]
    [InlineData("2024-05-01T00:00:00Z", TimePrecision.Month, "2024-10-12T08:00:00Z", TimePrecision.Second, "about 5 months")]
    [InlineData("2024-05-01T00:00:00Z", TimePrecision.Month, "2024-06-12T08:00:00Z", TimePrecision.Day, "up to 2 months")]
    [InlineData("2024-05-01T00:00:00Z", TimePrecision.Month, "2024-07-20T08:00:00Z", TimePrecision.Day, "1 to 3 months")]
    [InlineData("2025-03-01T00:00:00Z", TimePrecision.Month, "2025-04-02T00:00:00Z", TimePrecision.Day, "up to 2 months")]
    [InlineData("2025-03-01T00:00:00Z", TimePrecision.Month, "2025-03-31T00:00:00Z", TimePrecision.Month, "up to 31 days")]
    [InlineData("2025-02-01T00:00:00Z", TimePrecision.Month, "2025-02-02T00:00:00Z", TimePrecision.Day, "less than a month")]
    [InlineData("2025-03-01T00:00:00Z", TimePrecision.Month, "2025-03-31T00:00:00Z", TimePrecision.Day, "up to 31 days")]
    [InlineData("2025-02-01T00:00:00Z", TimePrecision.Month, "2025-03-03T00:00:00Z", TimePrecision.Day, "up to 31 days")]
    [InlineData("2024-05-03T00:00:00Z", TimePrecision.Day, "2024-05-03T00:00:00Z", TimePrecision.Day, "less than a day")]
    [InlineData("2024-05-03T00:00:00Z", TimePrecision.Day, "2024-05-05T00:00:00Z", TimePrecision.Day, "1 to 3 days")]
    [InlineData("2024-05-03T00:00:00Z", TimePrecision.Day, "2024-05-14T00:00:00Z", TimePrecision.Day, "about 11 days")]
    [InlineData("2024-01-03T00:00:00Z", TimePrecision.Day, "2024-06-03T00:00:00Z", TimePrecision.Day, "about 5 months")]
    [InlineData("2024-05-03T10:00:00Z", TimePrecision.Hour, "2024-05-03T10:00:00Z", TimePrecision.Hour, "less than an hour")]
    [InlineData("2024-05-03T10:00:00Z", TimePrecision.Hour, "2024-05-03T12:20:00Z", TimePrecision.Second, "1 to 3 hours")]
    [InlineData("2024-05-03T10:00:00Z", TimePrecision.Hour, "2024-05-03T15:20:00Z", TimePrecision.Second, "about 5 hours")]
    [InlineData("2024-05-03T10:05:00Z", TimePrecision.Minute, "2024-05-03T10:05:00Z", TimePrecision.Minute, "less than a minute")]
    [InlineData("2024-05-03T10:05:00Z", TimePrecision.Minute, "2024-05-04T10:16:00Z", TimePrecision.Minute, "24h 11m")]
    [InlineData("2024-05-03T10:05:59Z", TimePrecision.Minute, "2024-05-03T10:20:01Z", TimePrecision.Minute, "15m")]
    [InlineData("2024-05-03T10:05:00Z", TimePrecision.Second, "2024-05-03T10:20:15Z", TimePrecision.Second, "15m 15s")]
    public void A_duration_is_never_more_exact_than_its_ends(string from, TimePrecision fromPrecision, string to, TimePrecision toPrecision, string text)
    {
        var report = Build(from, fromPrecision, to, toPrecision);
        var total = report.Duration(DurationName.Total)!;

        Assert.Equal((FigureState.Recorded, text), (total.State, total.Text));
        Assert.Equal(IncidentState.Resolved, report.State);
    }

    [Fact]
    public void A_true_duration_lies_within_its_bounds() =>
        Gen.Select(Gen.Int[0, 50_000_000], Gen.Int[0, 50_000_000], Gen.Int[0, 5].Select(i => (TimePrecision)i), Gen.Int[0, 5].Select(i => (TimePrecision)i), Gen.Int[0, 2].Select(i => Zones[i])).Sample((a, b, p, q, zone) =>
        {
            var (from, to) = (Now.AddSeconds(a - 60_000_000), Now.AddSeconds(a - 60_000_000 + b));

            // Whoever looks at a calendar of the zone writes its date.
            var offset = LocalDays.Offset(from, TimeZones.OrUtc(zone));
            var estimate = DurationEstimate.Between(StatedMoment.Of(from.ToOffset(offset), p, zone), StatedMoment.Of(to.ToOffset(LocalDays.Offset(to, TimeZones.OrUtc(zone))), q, zone));

            Assert.NotNull(estimate);
            Assert.True((p > q ? p : q) == TimePrecision.Minute || estimate.Least.TotalSeconds <= b && b <= estimate.Most.TotalSeconds, $"{b} s is not {estimate}");
        });

    [Fact]
    public void Only_what_is_certainly_reversed_is_a_contradiction()
    {
        // Both on 3 May; the end's date may be written as its first moment.
        Assert.Equal(FigureState.Recorded, Build("2024-05-03T14:00:00Z", TimePrecision.Second, "2024-05-03T00:00:00Z", TimePrecision.Day).Duration(DurationName.Total)!.State);
        Assert.Equal(FigureState.Invalid, Build("2024-05-03T14:00:00Z", TimePrecision.Second, "2024-05-02T00:00:00Z", TimePrecision.Day).Duration(DurationName.Total)!.State);
    }

    [Theory]
    [InlineData("America/New_York")]
    [InlineData("Asia/Tokyo")]
    public void A_date_is_the_one_that_was_written(string zone)
    {
        var moment = StatedMoment.Of(DateTimeOffset.Parse("2024-05-03T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture), TimePrecision.Day, zone);

        Assert.Equal(new DateOnly(2024, 5, 3), LocalDays.Of(moment.Earliest, TimeZones.OrUtc(zone)));
        Assert.Equal(new DateOnly(2024, 5, 3), LocalDays.Of(moment.Position, TimeZones.OrUtc(zone)));
        Assert.Equal(moment.Earliest.AddDays(1), moment.Latest);
    }

    [Fact]
    public void The_status_gives_bounds_instead_of_one_number()
    {
        var status = Operator.Core.Statuses.StatusProjection.Project(Build("2023-01-01T00:00:00Z", TimePrecision.Year, "2024-06-28T11:20:00Z", TimePrecision.Second));
        var total = status.Durations!.Single(d => d.Name == DurationName.Total);

        Assert.Equal((null, 179 * 86_400.0 + 40_800, (179 + 365) * 86_400.0 + 40_800), (total.Seconds, total.SecondsAtLeast, total.SecondsAtMost));
        Assert.Equal("6 to 18 months", status.Summary!.Duration);
        Assert.Equal([TimePrecision.Year, null], status.Timestamps!.Select(t => t.Precision));
    }

    [Fact]
    public void Rough_times_are_sorted_sensibly()
    {
        TimelineEntrySpec Entry(string at, TimePrecision precision, string text) => new() { At = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture), Precision = precision, Event = text };
        var spec = SampleIncident.Spec() with
        {
            TimeZone = "America/New_York",
            Detection = null,
            Slos = [],
            Timeline =
            [
                Entry("2024-05-03T16:00:00Z", TimePrecision.Second, "noon of 3 May"),
                Entry("2024-05-03T00:00:00Z", TimePrecision.Day, "some time on 3 May"),
                Entry("2024-05-03T23:59:00Z", TimePrecision.Day, "late on 3 May"),
                Entry("2024-05-01T00:00:00Z", TimePrecision.Month, "May"),
                Entry("2023-01-01T00:00:00Z", TimePrecision.Month, "January 2023"),
                Entry("2023-01-01T00:00:00Z", TimePrecision.Year, "2023"),
            ],
        };

        var timeline = IncidentReportBuilder.Build(new PostMortem { Spec = spec }, null, Now).Timeline;

        Assert.Equal(["2023", "January 2023", "May", "some time on 3 May", "noon of 3 May", "late on 3 May"], timeline.Select(e => e.Event));
    }

    private static IncidentReport Build(string from, TimePrecision fromPrecision, string to, TimePrecision toPrecision) => IncidentReportBuilder.Build(
        new PostMortem
        {
            Spec = SampleIncident.Spec() with
            {
                TimeZone = "UTC",
                Detection = null,
                Slos = [],
                Timeline = [],
                Incident = new IncidentSpec
                {
                    StartedAt = DateTimeOffset.Parse(from, System.Globalization.CultureInfo.InvariantCulture),
                    ResolvedAt = DateTimeOffset.Parse(to, System.Globalization.CultureInfo.InvariantCulture),
                    Precision = new IncidentPrecisionSpec { StartedAt = fromPrecision, ResolvedAt = toPrecision },
                },
            },
        },
        null,
        Now);
}
