using System.Globalization;
using NodaTime;
using Operator.Api;

namespace Operator.Core.Documents;

/// <summary>Shows times in one zone, as people of that zone call them.</summary>
internal sealed class LocalClock(DateTimeZone zone)
{
    private const string UtcName = "UTC";

    /// <summary>The clock of an IANA zone. Null when the tz database does not know it.</summary>
    public static LocalClock? Find(string id) => TimeZones.TryFind(id, out var zone, out _) ? new LocalClock(zone) : null;

    public static LocalClock Utc { get; } = new(DateTimeZone.Utc);

    public DateTime Local(DateTimeOffset time) => LocalDays.At(time, zone);

    public TimeSpan Offset(DateTimeOffset time) => LocalDays.Offset(time, zone);

    public DateOnly Day(DateTimeOffset time) => LocalDays.Of(time, zone);

    public string Date(DateTimeOffset time) => Local(time).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public string Time(DateTimeOffset time) => Local(time).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    public string Minute(DateTimeOffset time) => Local(time).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Date, time and zone, such as 2025-12-14 10:02:15 MSK.</summary>
    public string Stamp(DateTimeOffset time) =>
        string.Create(CultureInfo.InvariantCulture, $"{Local(time):yyyy-MM-dd HH:mm:ss} {ShortZone(time)}");

    /// <summary>As <see cref="Stamp(DateTimeOffset)"/>, and no more exact than the moment is known: 2025-12-14 10:02 MSK, some time on 2025-12-14, 2025.</summary>
    public string Stamp(DateTimeOffset time, TimePrecision precision) => precision switch
    {
        TimePrecision.Second => Stamp(time),
        TimePrecision.Minute or TimePrecision.Hour => $"{Date(time)} {Clock(time, precision)}{(NamesZones(time, precision) ? "" : $" {ShortZone(time)}")}",
        _ => Calendar(time, precision),
    };

    /// <summary>As <see cref="Stamp(DateTimeOffset, TimePrecision)"/>, where a date alone says that the time of day is not known, as in a span.</summary>
    public string Brief(DateTimeOffset time, TimePrecision precision) => precision == TimePrecision.Day ? Date(time) : Stamp(time, precision);

    /// <summary>What a clock shows, no more exact than the moment is known: 10:02:15, 10:02, 10:00–11:00. Not for a day or less.</summary>
    public string Clock(DateTimeOffset time, TimePrecision precision) => precision switch
    {
        TimePrecision.Minute => Minute(time),
        TimePrecision.Hour when NamesZones(time, precision) => $"{Minute(time)} {ShortZone(time)} – {Minute(HourAfter(time))} {ShortZone(HourAfter(time))}",
        TimePrecision.Hour => $"{Minute(time)}–{Minute(HourAfter(time))}",
        _ => Time(time),
    };

    /// <summary>Whether <see cref="Clock"/> names zones itself: in an hour at whose end clocks change.</summary>
    public bool NamesZones(DateTimeOffset time, TimePrecision precision) => precision == TimePrecision.Hour && Offset(time) != Offset(HourAfter(time));

    /// <summary>A moment that is known to the day or less: some time on 2025-12-14, December 2025, 2025.</summary>
    public string Calendar(DateTimeOffset time, TimePrecision precision) => precision switch
    {
        TimePrecision.Month => Local(time).ToString("MMMM yyyy", CultureInfo.InvariantCulture),
        TimePrecision.Year => Local(time).ToString("yyyy", CultureInfo.InvariantCulture),
        _ => $"some time on {Date(time)}",
    };

    /// <summary>The date as far as it is known: 2025-12-14, December 2025, 2025.</summary>
    public string Date(DateTimeOffset time, TimePrecision precision) => precision >= TimePrecision.Month ? Calendar(time, precision) : Date(time);

    /// <summary>The zone at a moment in a word: MSK, or UTC+05:00 where people have no name for it.</summary>
    public string ShortZone(DateTimeOffset time) => Name(time) ?? UtcName + Padded(Offset(time));

    /// <summary>The zone at a moment in full: MSK (UTC+3), or UTC+05:00 (Asia/Almaty).</summary>
    public string Zone(DateTimeOffset time) => Name(time) switch
    {
        UtcName => UtcName,
        { } name => $"{name} (UTC{Short(Offset(time))})",
        null => $"UTC{Padded(Offset(time))} ({zone.Id})",
    };

    /// <summary>The zone of a span in full. Where clocks change within it, each change.</summary>
    public string Zone(DateTimeOffset from, DateTimeOffset to) =>
        string.Concat(Changes(from, to).Select(at => $", from {Date(at)} {Minute(at)} {Zone(at)}").Prepend(Zone(from)));

    /// <summary>The moments after the first and up to the second from which on times are in another zone.</summary>
    public IEnumerable<DateTimeOffset> Changes(DateTimeOffset from, DateTimeOffset to)
    {
        var current = Zone(from);
        foreach (var interval in zone.GetZoneIntervals(Instant.FromDateTimeOffset(from), Instant.FromDateTimeOffset(to) + Duration.Epsilon).Skip(1))
        {
            var start = interval.Start.ToDateTimeOffset();
            if (Zone(start) is var next && !string.Equals(next, current, StringComparison.Ordinal))
            {
                current = next;
                yield return start;
            }
        }
    }

    private static DateTimeOffset HourAfter(DateTimeOffset time) => Instants.Add(time, TimeSpan.FromHours(1));

    // The tz database has numbers where people use no name.
    private string? Name(DateTimeOffset time) =>
        zone.GetZoneInterval(Instant.FromDateTimeOffset(time)).Name is { Length: > 0 } name && char.IsAsciiLetter(name[0]) ? name : null;

    private static string Padded(TimeSpan offset) => Sign(offset) + offset.ToString(offset.Seconds == 0 ? @"hh\:mm" : @"hh\:mm\:ss", CultureInfo.InvariantCulture);

    private static string Short(TimeSpan offset) => Sign(offset) + offset.ToString(
        offset.Seconds != 0 ? @"h\:mm\:ss" : offset.Minutes != 0 ? @"h\:mm" : "%h",
        CultureInfo.InvariantCulture);

    private static string Sign(TimeSpan offset) => offset < TimeSpan.Zero ? "-" : "+";
}
