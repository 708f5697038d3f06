using NodaTime;
using NodaTime.TimeZones;

namespace Operator.Core;

/// <summary>What calendars and clocks of a time zone show. Stops at the ends of the calendar.</summary>
public static class LocalDays
{
    // Where midnight is skipped, the day begins when the clock goes on; where it comes twice, with the first.
    private static readonly ZoneLocalMappingResolver FirstMoment =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    /// <summary>The offset from UTC at a moment.</summary>
    public static TimeSpan Offset(DateTimeOffset moment, DateTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return zone.GetUtcOffset(Instant.FromDateTimeOffset(moment)).ToTimeSpan();
    }

    /// <summary>What clock and calendar show at a moment.</summary>
    public static DateTime At(DateTimeOffset moment, DateTimeZone zone) => Instants.Add(moment, Offset(moment, zone)).DateTime;

    /// <summary>The day that a moment belongs to.</summary>
    public static DateOnly Of(DateTimeOffset moment, DateTimeZone zone) => DateOnly.FromDateTime(At(moment, zone));

    /// <summary>When a day is over; null for the last of the calendar, which never is.</summary>
    public static DateTimeOffset? End(DateOnly day, DateTimeZone zone) => day == DateOnly.MaxValue ? null : Start(day.AddDays(1), zone);

    /// <summary>A day's first moment.</summary>
    public static DateTimeOffset Start(DateOnly day, DateTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var start = zone.ResolveLocal(LocalDate.FromDateOnly(day).AtMidnight(), FirstMoment).ToInstant();
        return Instants.Add(DateTimeOffset.UnixEpoch, TimeSpan.FromTicks(start.ToUnixTimeTicks()));
    }
}
