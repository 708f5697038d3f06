using System.Globalization;
using System.Text.RegularExpressions;
using CsCheck;
using NodaTime;
using Operator.Api;
using Operator.Core.FollowUp;
using Operator.Core.Documents;
using Operator.Core.Documents.Model;
using Operator.Core.Reports;
using Operator.Testing;

namespace Operator.Core.Tests.Documents;

/// <summary>A reader who has the timeline alone comes to the right moment for each row, whatever clocks do between the first and the last.</summary>
public sealed partial class TimelineZonesTests
{
    private static readonly IReadOnlyList<string> Zones = DateTimeZoneProviders.Tzdb.Ids;

    private static readonly DateTimeOffset Earliest = DateTimeOffset.UnixEpoch;

    private static readonly Gen<DateTimeOffset[]> Moments =
        from start in Gen.Int[0, 68 * 365 * 24]
        from days in Gen.Int[0, 3 * 366]
        from seconds in Gen.Int[0, days * 86_400].Array[0, 12]
        select seconds.Append(0).Append(days * 86_400).Select(s => Earliest.AddHours(start).AddSeconds(s)).ToArray();

    [Fact]
    public void Half_a_year_apart_each_change_is_told_and_each_row_names_its_zone()
    {
        var timeline = Timeline("Europe/Berlin", At("2025-01-10T09:00:00Z"), At("2025-07-01T10:00:00Z"), At("2026-01-10T09:00:00Z"));

        Assert.Equal("CET (UTC+1) and CEST (UTC+2)", timeline.Zone);
        Assert.Equal(
            "Clocks change during the incident: until 2025-03-30 01:59:59 CET times are in CET (UTC+1), from 2025-03-30 03:00:00 CEST in CEST (UTC+2), "
            + "from 2025-10-26 02:00:00 CET in CET (UTC+1).",
            timeline.ClockChange);
        Assert.Equal(["2025-01-10 10:00:00 CET", "2025-07-01 12:00:00 CEST", "2026-01-10 10:00:00 CET"], timeline.Entries.Select(e => e.Time));
    }

    [Fact]
    public void A_name_that_means_two_offsets_is_shown_with_its_offset()
    {
        var timeline = Timeline("Europe/Moscow", At("2011-03-01T00:00:00Z"), At("2011-05-01T00:00:00Z"));

        Assert.Equal("MSK (UTC+3) and MSK (UTC+4)", timeline.Zone);
        Assert.Equal(["2011-03-01 03:00:00 MSK (UTC+3)", "2011-05-01 04:00:00 MSK (UTC+4)"], timeline.Entries.Select(e => e.Time));
    }

    [Fact]
    public void Where_clocks_do_not_change_rows_have_no_zone()
    {
        var timeline = Timeline("Europe/Berlin", At("2025-12-14T09:00:00Z"), At("2025-12-14T09:30:00Z"));

        Assert.Equal("CET (UTC+1)", timeline.Zone);
        Assert.Null(timeline.ClockChange);
        Assert.Equal(["10:00:00", "10:30:00"], timeline.Entries.Select(e => e.Time));
    }

    [Fact]
    public void Of_centuries_not_every_change_is_told_but_every_row_is_right() =>
        AssertRows("Europe/Berlin", [At("1950-01-01T00:00:00Z"), At("2025-07-01T10:00:00Z"), At("9999-12-31T20:59:59Z")]);

    [Fact]
    public void In_every_zone_each_change_is_told_and_each_row_is_right() => Gen.Select(Gen.Int[0, Zones.Count - 1].Select(i => Zones[i]), Moments).Sample(
        (zone, moments) =>
        {
            var timeline = AssertRows(zone, moments);
            AssertChanges(zone, moments, timeline.ClockChange ?? "");
        },
        iter: 5 * Zones.Count);

    private static TimelineModel AssertRows(string zone, DateTimeOffset[] moments)
    {
        var timeline = Timeline(zone, moments);
        var told = Zone().Matches(timeline.Zone).Select(m => m.Value).ToList();
        foreach (var (row, moment) in timeline.Entries.Zip(moments.Order()))
        {
            var parts = Row().Match(row.Time).Groups;
            var zones = parts["zone"].Length == 0 ? told : told.Where(z => z.StartsWith(parts["zone"].Value, StringComparison.Ordinal)).ToList();
            var local = moment.UtcDateTime + FromUtc(Assert.Single(zones));
            Assert.Equal(local.ToString("HH:mm:ss", CultureInfo.InvariantCulture), parts["time"].Value);
            Assert.True(parts["date"].Length == 0 || parts["date"].Value == local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), $"{zone}: {moment} is shown as {row.Time}");
        }

        return timeline;
    }

    private static void AssertChanges(string zone, DateTimeOffset[] moments, string told)
    {
        var changes = 0;
        for (var at = moments.Min(); at < moments.Max(); at = at.AddDays(1))
        {
            var next = at.AddDays(1) < moments.Max() ? at.AddDays(1) : moments.Max();
            changes += Clock(zone, at) == Clock(zone, next) ? 0 : 1;
        }

        Assert.InRange(Change().Count(told), changes, changes == 0 ? 0 : int.MaxValue);
    }

    private static (Offset Offset, string Name) Clock(string zone, DateTimeOffset at)
    {
        var interval = DateTimeZoneProviders.Tzdb[zone].GetZoneInterval(Instant.FromDateTimeOffset(at));

        // A number is no name: -00 and +00 look the same to people.
        return (interval.WallOffset, char.IsLetter(interval.Name[0]) ? interval.Name : "");
    }

    private static TimeSpan FromUtc(string zone)
    {
        var parts = OffsetPattern().Match(zone).Groups;
        var size = new TimeSpan(Number(parts["hours"]), Number(parts["minutes"]), Number(parts["seconds"]));
        return parts["sign"].Value == "-" ? -size : size;
    }

    private static int Number(Group group) => group.Length == 0 ? 0 : int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    private static TimelineModel Timeline(string zone, params DateTimeOffset[] moments)
    {
        var resource = SampleIncident.Resource();
        resource = resource with
        {
            Spec = new PostMortemSpec
            {
                Title = "T",
                Severity = Severity.P1,
                Services = ["s"],
                TimeZone = zone,
                Timeline = [.. moments.Select(m => new TimelineEntrySpec { At = m, Event = "e" })],
            },
        };
        return DocumentModelBuilder.Build(resource, IncidentReportBuilder.Build(resource, null, moments.Max()), FollowUpBuilder.Build(resource.Spec, moments.Max()), null, new DocumentOptions()).Timeline;
    }

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<name>UTC|\S+) \(UTC[^)]*\)|UTC[+-][\d:]+ \([^)]*\)|UTC")]
    private static partial Regex Zone();

    [GeneratedRegex(@"^((?<date>\d{4}-\d\d-\d\d) )?(?<time>\d\d:\d\d:\d\d)( (?<zone>.+))?$")]
    private static partial Regex Row();

    [GeneratedRegex(@"UTC(?<sign>[+-])?(?<hours>\d+)?(:(?<minutes>\d\d))?(:(?<seconds>\d\d))?")]
    private static partial Regex OffsetPattern();

    [GeneratedRegex(", from ")]
    private static partial Regex Change();
}
