using NodaTime;

namespace Operator.Metrics;

/// <summary>Days in the time zones that people name.</summary>
internal static class DueDates
{
    /// <summary>When a day is over; in UTC where the zone is not known.</summary>
    /// <param name="day">The day; null for none.</param>
    /// <param name="zone">A name of the tz database.</param>
    public static DateTimeOffset? End(DateOnly? day, string? zone)
    {
        if (day is not { } last)
        {
            return null;
        }

        var rules = (zone is null ? null : DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone)) ?? DateTimeZone.Utc;
        return rules.AtStartOfDay(LocalDate.FromDateOnly(last).PlusDays(1)).ToDateTimeOffset();
    }
}
