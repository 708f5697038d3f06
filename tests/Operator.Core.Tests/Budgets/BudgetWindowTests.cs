using NodaTime;
using Operator.Api;
using Operator.Core.Budgets;
using Operator.Testing;

namespace Operator.Core.Tests.Budgets;

public sealed class BudgetWindowTests
{
    [Theory]
    [InlineData("30d", 43.2)]
    [InlineData("28d", 40.32)]
    [InlineData("4w", 40.32)]
    public void A_rolling_window_ends_with_the_incident(string window, double budgetMinutes)
    {
        var resolved = Resolve(window, SampleIncident.End, "UTC");

        Assert.Equal(SampleIncident.End, resolved.Range.End);
        Assert.Equal(resolved.Seconds, resolved.Range.Seconds);
        Assert.Equal(budgetMinutes, resolved.Seconds / 60 * 0.001, 9);
    }

    [Theory]
    [InlineData("2025-12-14T07:12:00Z", "Europe/Moscow", "2025-11-30T21:00:00Z", 31 * 24)]
    [InlineData("2025-12-14T07:12:00Z", "UTC", "2025-12-01T00:00:00Z", 31 * 24)]
    [InlineData("2025-11-30T21:30:00Z", "Europe/Moscow", "2025-11-30T21:00:00Z", 31 * 24)]
    [InlineData("2025-11-30T21:00:00Z", "Europe/Moscow", "2025-10-31T21:00:00Z", 30 * 24)]
    [InlineData("2024-02-29T12:00:00Z", "UTC", "2024-02-01T00:00:00Z", 29 * 24)]
    [InlineData("2026-03-29T12:00:00Z", "Europe/Berlin", "2026-02-28T23:00:00Z", (31 * 24) - 1)]
    [InlineData("2026-10-25T12:00:00Z", "Europe/Berlin", "2026-09-30T22:00:00Z", (31 * 24) + 1)]
    [InlineData("2025-10-20T12:00:00Z", "America/Asuncion", "2025-10-01T03:00:00Z", 31 * 24)]
    public void A_calendar_month_is_that_of_the_end_in_the_zone_at_full_length(string end, string zone, string start, int hours)
    {
        var resolved = Resolve("calendarMonth", DateTimeOffset.Parse(end), zone);

        Assert.Equal(DateTimeOffset.Parse(start), resolved.Range.Start);
        Assert.Equal(hours * 3600, resolved.Seconds);
    }

    [Fact]
    public void A_month_that_begins_in_the_hour_that_the_clock_skips_begins_when_it_skips()
    {
        // Asunción skipped 00:00 to 01:00 on 1 October 2017, and on no other first of a month since.
        var resolved = Resolve("calendarMonth", new DateTimeOffset(2017, 10, 15, 0, 0, 0, TimeSpan.Zero), "America/Asuncion");

        Assert.Equal(new DateTimeOffset(2017, 10, 1, 4, 0, 0, TimeSpan.Zero), resolved.Range.Start);
        Assert.Equal(((31 * 24) - 1) * 3600, resolved.Seconds);
    }

    [Fact]
    public void A_month_that_begins_twice_begins_with_the_first_midnight()
    {
        // Havana went back from 01:00 to 00:00 on 1 November 2020.
        var resolved = Resolve("calendarMonth", new DateTimeOffset(2020, 11, 15, 0, 0, 0, TimeSpan.Zero), "America/Havana");

        Assert.Equal(new DateTimeOffset(2020, 11, 1, 4, 0, 0, TimeSpan.Zero), resolved.Range.Start);
        Assert.Equal(((30 * 24) + 1) * 3600, resolved.Seconds);
    }

    [Theory]
    [InlineData("0d")]
    [InlineData("59s")]
    [InlineData("11y")]
    [InlineData("month")]
    public void What_is_no_window_is_a_typed_error(string window)
    {
        var error = Assert.Throws<FailureException>(() => Resolve(window, SampleIncident.End, "UTC"));

        Assert.Equal((Reasons.InvalidSpec, true), (error.Reason, error.IsTerminal));
        Assert.StartsWith("spec.slos[availability].window: ", error.Message, StringComparison.Ordinal);
    }

    private static BudgetWindow Resolve(string window, DateTimeOffset end, string zone) =>
        BudgetWindow.Resolve(SampleIncident.Spec().Slos[0] with { Window = window }, end, DateTimeZoneProviders.Tzdb[zone]);
}
