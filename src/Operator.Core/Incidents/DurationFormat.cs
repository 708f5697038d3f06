using System.Globalization;

namespace Operator.Core.Incidents;

/// <summary>Durations as people read them: the largest unit and the one below it, never rounded up; hours go up to 48.</summary>
public static class DurationFormat
{
    private const long HoursOfTwoDays = 48;

    /// <summary>Writes a duration.</summary>
    /// <param name="duration">Not negative.</param>
    /// <returns>Such as "2m 15s", "12m", "24h 11m", "3d 4h"; below a second "450ms"; "0s" for nothing.</returns>
    public static string Format(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        if (duration < TimeSpan.FromSeconds(1))
        {
            return duration.Milliseconds == 0 ? "0s" : Part(duration.Milliseconds, "ms");
        }

        var hours = (long)duration.TotalHours;
        return hours > HoursOfTwoDays ? Pair(duration.Days, "d", duration.Hours, "h")
            : hours > 0 ? Pair(hours, "h", duration.Minutes, "m")
            : duration.Minutes > 0 ? Pair(duration.Minutes, "m", duration.Seconds, "s")
            : Part(duration.Seconds, "s");
    }

    /// <summary>Computed seconds as a duration of whole milliseconds: what floating point lacks of a second is not shown as one.</summary>
    /// <param name="seconds">Within the range of a duration.</param>
    public static TimeSpan ToMillisecond(double seconds) => TimeSpan.FromMilliseconds(Math.Round(seconds * 1000, MidpointRounding.AwayFromZero));

    private static string Pair(long number, string unit, int below, string unitBelow) =>
        below == 0 ? Part(number, unit) : $"{Part(number, unit)} {Part(below, unitBelow)}";

    private static string Part(long number, string unit) => number.ToString(CultureInfo.InvariantCulture) + unit;
}
