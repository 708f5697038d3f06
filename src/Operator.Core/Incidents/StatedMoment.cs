using NodaTime;
using Operator.Api;
using Operator.Core.Reports;

namespace Operator.Core.Incidents;

/// <summary>A moment as exactly as a person states it: some time from <see cref="Earliest"/> until <see cref="Latest"/>.</summary>
/// <param name="Earliest">The first moment that it can be, to the millisecond.</param>
/// <param name="Latest">The end of what it can be; the same as the first one when it is known to the second.</param>
/// <param name="Position">Where it stands among other moments.</param>
/// <param name="Precision">How exactly it is known.</param>
public sealed record StatedMoment(DateTimeOffset Earliest, DateTimeOffset Latest, DateTimeOffset Position, TimePrecision Precision)
{
    /// <summary>
    /// Reads a stated time. Of one that is known to the day or less only the date is read, as it is written, and taken as one of the zone's
    /// calendar: <c>2024-05-03T00:00:00Z</c> is 3 May in New York too. Hours and minutes are those of the written offset.
    /// </summary>
    /// <param name="written">The time as written, with its offset.</param>
    /// <param name="precision">How exactly it is known.</param>
    /// <param name="zone">spec.timeZone.</param>
    internal static StatedMoment Of(DateTimeOffset written, TimePrecision precision, DateTimeZone zone)
    {
        if (precision == TimePrecision.Second)
        {
            var exact = Instants.ToMillisecond(written);
            return new(exact, exact, exact, precision);
        }

        if (precision is TimePrecision.Minute or TimePrecision.Hour)
        {
            var unit = precision == TimePrecision.Minute ? TimeSpan.FromMinutes(1) : TimeSpan.FromHours(1);
            var start = Instants.Add(written, -TimeSpan.FromTicks(written.TimeOfDay.Ticks % unit.Ticks));
            return new(start, Instants.Add(start, unit), start, precision);
        }

        var day = DateOnly.FromDateTime(written.DateTime);
        var first = precision switch
        {
            TimePrecision.Day => day,
            TimePrecision.Month => new DateOnly(day.Year, day.Month, 1),
            _ => new DateOnly(day.Year, 1, 1),
        };
        var earliest = LocalDays.Start(first, zone);
        var latest = LocalDays.End(Last(first, precision), zone) ?? DateTimeOffset.MaxValue;
        return new(earliest, latest, Instants.ToMillisecond(Instants.Max(earliest, Instants.Min(written, Instants.Add(latest, -TimeSpan.FromMilliseconds(1))))), precision);
    }

    /// <summary>Reads a stated time.</summary>
    /// <param name="written">The time as written, with its offset.</param>
    /// <param name="precision">How exactly it is known.</param>
    /// <param name="timeZone">spec.timeZone; UTC counts where there is no such zone.</param>
    public static StatedMoment Of(DateTimeOffset written, TimePrecision precision, string? timeZone) => Of(written, precision, TimeZones.OrUtc(timeZone));

    /// <summary>A point in time of the incident.</summary>
    internal static StatedMoment Of(IncidentTimestamp timestamp) => new(timestamp.Time, timestamp.Latest, timestamp.Time, timestamp.Precision);

    private static DateOnly Last(DateOnly first, TimePrecision precision) => precision switch
    {
        TimePrecision.Day => first,
        TimePrecision.Month => new DateOnly(first.Year, first.Month, DateTime.DaysInMonth(first.Year, first.Month)),
        _ => new DateOnly(first.Year, 12, 31),
    };
}
